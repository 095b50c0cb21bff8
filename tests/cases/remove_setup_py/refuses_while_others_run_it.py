# refuses: still-referenced
# import: no
# file: .github/workflows/ci.yml
      - run: python setup.py sdist
# file: Makefile
dist:
	python ./setup.py sdist
# file: examples/other/setup.py
x = 1
# file: docs/other.md
See examples/other/setup.py.
# file: CHANGES.md
setup.py is new
# file: pkg/__init__.py
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1", packages=["pkg"])
