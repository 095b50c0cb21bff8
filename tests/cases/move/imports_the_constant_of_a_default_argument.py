# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
LIMIT = 1


def f(x=LIMIT):
    return x
# file: pkg/b.py
"""B."""
# file: user.py
from pkg.a import f
# after
# file: pkg/__init__.py
# file: pkg/a.py
LIMIT = 1
# file: pkg/b.py
"""B."""

from pkg.a import LIMIT


def f(x=LIMIT):
    return x
# file: user.py
from pkg.b import f
