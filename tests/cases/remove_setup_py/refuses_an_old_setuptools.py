# refuses: old-setuptools
# import: no
# file: pyproject.toml
[build-system]
requires = ["setuptools<60"]
build-backend = "setuptools.build_meta"
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
