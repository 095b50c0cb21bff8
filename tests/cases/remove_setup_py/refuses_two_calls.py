# refuses: no-setup-call
# import: no
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
setup(name="other", version="1")
