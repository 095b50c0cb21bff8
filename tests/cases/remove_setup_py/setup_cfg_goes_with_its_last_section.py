# import: no
# file: pkg/__init__.py
# file: setup.cfg
[metadata]
name = pkg
version = 2

[egg_info]
tag_build = 
tag_date = 0
# file: setup.py
import setuptools

setuptools.setup()
# after
# file: pkg/__init__.py
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
version = "2"
