# refuses: other-code
# import: no
# file: setup.py
import os
import sys

from setuptools import setup

if sys.argv[-1] == "publish":
    os.system("twine upload dist/*")

setup(name="pkg", version="1")
