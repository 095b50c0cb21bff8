# refuses: conflict
# import: no
# file: setup.cfg
[metadata]
version = 2
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
