# import: no
# file: pkg/__init__.py
__version__ = "1"
# file: README.rst
Text
# file: setup.cfg
[metadata]
name = pkg
version = attr: pkg.__version__
long_description = file: README.rst
license = BSD
# who
author = Ann
classifiers =
    Programming Language :: Python :: 3
    Topic :: Text

[options]
packages = find:
python_requires = >=3.8
install_requires =
    requests>=2
    # a comment
    attrs; python_version<"3.9"
include_package_data = true

[options.packages.find]
exclude =
    tests

[options.extras_require]
fast = numpy; orjson

[options.entry_points]
console_scripts =
    pkg = pkg.cli:main

# style
[flake8]
max-line-length = 120
# file: setup.py
from setuptools import setup

setup()
# after
# file: README.rst
Text
# file: pkg/__init__.py
__version__ = "1"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version"]
readme = "README.rst"
requires-python = ">=3.8"
license = {text = "BSD"}
authors = [{name = "Ann"}]
classifiers = [
    "Programming Language :: Python :: 3",
    "Topic :: Text",
]
dependencies = [
    "requests>=2",
    "attrs; python_version<\"3.9\"",
]

[project.optional-dependencies]
fast = [
    "numpy",
    "orjson",
]

[project.scripts]
pkg = "pkg.cli:main"

[tool.setuptools]
include-package-data = true

[tool.setuptools.dynamic]
version = {attr = "pkg.__version__"}

[tool.setuptools.packages.find]
exclude = ["tests"]
namespaces = false
# file: setup.cfg
# style
[flake8]
max-line-length = 120
