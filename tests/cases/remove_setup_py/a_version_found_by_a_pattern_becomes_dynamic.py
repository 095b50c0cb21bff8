# import: no
# file: src/pkg/__init__.py
__version__ = "3.1"
# file: setup.py
import re

try:
    from setuptools import setup
except ImportError:
    from distutils.core import setup

with open("src/pkg/__init__.py") as f:
    version = re.search(r'__version__ = "(.*?)"', f.read()).group(1)

setup(name="pkg", version=version, packages=["pkg"], package_dir={"": "src"})
# after
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

[tool.setuptools.package-dir]
"" = "src"
# file: src/pkg/__init__.py
__version__ = "3.1"
