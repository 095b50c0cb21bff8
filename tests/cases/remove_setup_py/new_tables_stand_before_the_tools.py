# import: no
# file: pkg/__init__.py
# file: MANIFEST.in
include setup.py LICENSE
include README.md
# file: pyproject.toml
[build-system]
requires = ["setuptools>=40", "wheel"]
build-backend = "setuptools.build_meta"

# how it looks
[tool.black]
line-length = 120
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1", packages=["pkg"])
# after
# file: MANIFEST.in
include LICENSE
include README.md
# file: pkg/__init__.py
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61", "wheel"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
version = "1"

[tool.setuptools]
packages = ["pkg"]
include-package-data = false

# how it looks
[tool.black]
line-length = 120
