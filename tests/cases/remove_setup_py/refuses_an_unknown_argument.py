# refuses: unknown-keyword
# import: no
# file: setup.py
from setuptools import setup

setup(name="pkg", version="1", message_extractors={})
