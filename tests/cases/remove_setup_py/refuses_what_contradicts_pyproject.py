# refuses: conflict
# import: no
# file: pyproject.toml
[project]
name = "pkg"
version = "2"
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
