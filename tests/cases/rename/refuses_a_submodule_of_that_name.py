# options: {rename = {"pkg.old" = "core"}}
# refuses: name-taken
# file: pkg/__init__.py
old = 1
# file: pkg/core.py
x = 1
