# options: {module = "pkg.big", into = {"pkg.big.shapes" = ["f"]}}
# refuses: module-place
# file: pkg/__init__.py
# file: pkg/big.py
HERE = __file__


def f(): ...
