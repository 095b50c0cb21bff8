# options: {rename = {"pkg.a" = "lib.a"}}
# refuses: no-such-package
# file: pkg/__init__.py
# file: pkg/a.py
x = 1
