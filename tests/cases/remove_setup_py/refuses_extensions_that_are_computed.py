# refuses: builds-extensions
# import: no
# file: setup.py
from setuptools import Extension, setup

setup(name="pkg", version="1", ext_modules=[Extension("pkg.fast", ["fast.c"])])
