# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["g"]}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/big.py
def f(): ...


def g(): ...
# file: pkg/two.py
g = 1
