# refuses: syntax-error
# import: no
# file: pyproject.toml
[project
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
