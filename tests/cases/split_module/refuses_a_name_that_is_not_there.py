# options: {module = "pkg.big", into = {"pkg.one" = ["fo"]}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/big.py
def foo(): ...
