# options: {version = "pkg.__version__"}
# import: no
# file: pkg/__init__.py
__version__ = "3.1"
# file: setup.py
from setuptools import setup


def get_version():
    for line in open("pkg/__init__.py"):
        if line.startswith("__version__"):
            return line.split('"')[1]


setup(name="pkg", version=get_version(), packages=["pkg"])
# after
# file: pkg/__init__.py
__version__ = "3.1"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version"]

[tool.setuptools]
packages = ["pkg"]

[tool.setuptools.dynamic]
version = {attr = "pkg.__version__"}
