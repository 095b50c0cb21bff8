# refuses: syntax-error
# import: no
# file: setup.py
setup(name="pkg",
