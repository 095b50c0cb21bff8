# refuses: builds-extensions
# import: no
# file: pkg/__init__.py
# file: setup.py
from setuptools import Extension, setup

setup(name="pkg", version="1", packages=["pkg"], ext_modules=["x"])
