# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["f"]}}
# refuses: taken-twice
# file: pkg/__init__.py
# file: pkg/big.py
def f(): ...
