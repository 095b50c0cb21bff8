# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["g"]}, cycles = "inside-functions"}
# file: pkg/__init__.py
# file: pkg/big.py
def f():
    return g()


def g():
    return f()
# after
# file: pkg/__init__.py
# file: pkg/big.py
# file: pkg/one.py
def f():
    from pkg.two import g

    return g()
# file: pkg/two.py
from pkg.one import f


def g():
    return f()
