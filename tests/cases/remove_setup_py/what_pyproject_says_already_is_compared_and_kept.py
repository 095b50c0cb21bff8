# import: no
# file: src/pkg/__init__.py
# file: pyproject.toml
# The build.
[build-system]
requires = ["setuptools>=68"]  # new enough
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
version = "0.4.2"
dependencies = ["Requests >= 2"]

[tool.setuptools.packages.find]
where = ["src"]

[tool.black]   # odd   spacing
line-length   =   120
# file: setup.py
from setuptools import find_packages, setup

setup(
    name="pkg",
    version="0.4.2",
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=["requests>=2"],
)
# after
# file: pyproject.toml
# The build.
[build-system]
requires = ["setuptools>=68"]  # new enough
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
version = "0.4.2"
dependencies = ["Requests >= 2"]

[tool.setuptools.packages.find]
where = ["src"]

[tool.black]   # odd   spacing
line-length   =   120
# file: src/pkg/__init__.py
