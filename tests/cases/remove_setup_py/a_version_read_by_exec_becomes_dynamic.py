# import: no
# file: pkg/__init__.py
# file: pkg/about.py
__version__ = "3.1"
__author__ = "Ann"
# file: setup.py
import os

from setuptools import setup

here = os.path.abspath(os.path.dirname(__file__))
about = {}
with open(os.path.join(here, "pkg", "about.py")) as f:
    exec(f.read(), about)

if __name__ == "__main__":
    setup(name="pkg", version=about["__version__"], author=about["__author__"], packages=["pkg"])
# after
# file: pkg/__init__.py
# file: pkg/about.py
__version__ = "3.1"
__author__ = "Ann"
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
dynamic = ["version"]
authors = [{name = "Ann"}]

[tool.setuptools]
packages = ["pkg"]

[tool.setuptools.dynamic]
version = {attr = "pkg.about.__version__"}
