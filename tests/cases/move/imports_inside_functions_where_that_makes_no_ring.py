# options: {symbols = ["pkg.a.grow"], into = "pkg.b", cycles = "inside-functions"}
# file: pkg/__init__.py
# file: pkg/a.py
def base(x):
    return x


def grow(x):
    """Grow."""
    return base(x) + 1


def twice(x):
    return grow(grow(x))


ONE = twice(1)
# file: pkg/b.py
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import grow


def base(x):
    return x


def twice(x):
    return grow(grow(x))


ONE = twice(1)
# file: pkg/b.py
def grow(x):
    """Grow."""
    from pkg.a import base

    return base(x) + 1
