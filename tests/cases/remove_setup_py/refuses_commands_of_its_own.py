# refuses: builds-extensions
# import: no
# file: setup.py
from setuptools import setup
from setuptools.command.install import install


class Install(install):
    pass


setup(name="pkg", version="1", cmdclass={"install": Install})
