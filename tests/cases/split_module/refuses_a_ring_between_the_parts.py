# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["g"]}}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/big.py
def f():
    return g()


def g():
    return f()
