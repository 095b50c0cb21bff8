# options: {drop_code = true, mentions = ["docs/**"]}
# import: no
# file: docs/release.md
Run `python setup.py publish`.
# file: pkg/__init__.py
# file: setup.py
import os
import sys

from setuptools import setup

if sys.argv[-1] == "publish":
    os.system("twine upload dist/*")
    sys.exit()

setup(name="pkg", version="1", packages=["pkg"])
# after
# file: docs/release.md
Run `python setup.py publish`.
# file: pkg/__init__.py
# file: pyproject.toml
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "pkg"
version = "1"

[tool.setuptools]
packages = ["pkg"]
