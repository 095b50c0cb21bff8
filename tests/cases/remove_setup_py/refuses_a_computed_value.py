# refuses: computed
# import: no
# file: setup.py
import time

from setuptools import setup

setup(name="pkg", version=time.strftime("%Y.%m"))
