# options: {symbols = ["pkg.a.size"], into = "pkg.b"}
# import: no
# file: pkg/__init__.py
# file: pkg/a.py
def size(x):
    return len(x)


def twice(x):
    return 2 * size(x)
# file: pkg/b.py
def half(x):
    return size(x) // 2
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import size


def twice(x):
    return 2 * size(x)
# file: pkg/b.py
def half(x):
    return size(x) // 2


def size(x):
    return len(x)
