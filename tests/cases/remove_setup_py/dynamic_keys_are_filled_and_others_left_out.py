# notes: `keywords` is left out, as setuptools does: `[project]` does not say it
# import: no
# file: pkg/__init__.py
__version__ = "1"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version", "dependencies"]

# tests
[tool.pytest.ini_options]
testpaths = ["tests"]
# file: setup.py
from setuptools import setup

from pkg import __version__

setup(name="pkg", version=__version__, install_requires=["attrs"], keywords=["a"], packages=["pkg"])
# after
# file: pkg/__init__.py
__version__ = "1"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version"]
dependencies = ["attrs"]

[tool.setuptools]
packages = ["pkg"]

[tool.setuptools.dynamic]
version = {attr = "pkg.__version__"}

# tests
[tool.pytest.ini_options]
testpaths = ["tests"]
