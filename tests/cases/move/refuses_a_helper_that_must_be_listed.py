# options: {symbols = ["pkg.a.grow"], into = "pkg.b", helpers = "refuse"}
# refuses: private-helper
# file: pkg/__init__.py
# file: pkg/a.py
def _base(x):
    return x


def grow(x):
    return _base(x) + 1
