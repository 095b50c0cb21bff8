# refuses: conflict
# import: no
# file: pkg/__init__.py
# file: more/__init__.py
# file: pyproject.toml
[project]
name = "pkg"
version = "1"

[tool.setuptools]
packages = ["pkg"]
# file: setup.py
from setuptools import find_packages, setup

setup(name="pkg", version="1", packages=find_packages())
