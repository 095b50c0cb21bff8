# options: {modules = ["pgk"]}
# refuses: no-such-module
# file: pkg/__init__.py
x = 1
