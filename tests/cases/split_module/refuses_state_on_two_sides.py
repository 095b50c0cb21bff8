# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["g", "seen"]}}
# refuses: module-state
# file: pkg/__init__.py
# file: pkg/big.py
seen = 0


def f():
    return seen


def g():
    global seen
    seen += 1
