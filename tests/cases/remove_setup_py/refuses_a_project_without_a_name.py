# refuses: no-name
# import: no
# file: setup.py
from setuptools import setup

setup(version="1", py_modules=["a"])
