# refuses: computed
# import: no
# file: setup.py
import sys

from setuptools import setup

REQUIRES = ["attrs"]
REQUIRES.append("typing")

setup(name="pkg", version="1", install_requires=REQUIRES)
