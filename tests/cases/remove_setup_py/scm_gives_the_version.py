# import: no
# file: pkg/__init__.py
# file: setup.py
from setuptools import setup

setup(name="pkg", use_scm_version=True, setup_requires=["setuptools_scm"], packages=["pkg"])
# after
# file: pkg/__init__.py
# file: pyproject.toml
[build-system]
requires = [
    "setuptools>=61",
    "setuptools_scm",
]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version"]

[tool.setuptools_scm]

[tool.setuptools]
packages = ["pkg"]
