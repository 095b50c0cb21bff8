# refuses: other-backend
# import: no
# file: pyproject.toml
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1")
