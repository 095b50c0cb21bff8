# options: {symbols = ["pkg.a.LIMIT", "pkg.a.f"], into = "pkg.b"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/b.py
# file: pkg/a.py
"""A.

LIMIT is no code here.
"""
import os
BASE = 3
LIMIT = 1
if os.sep:
    LIMIT += BASE


def f(x=LIMIT, y=BASE):
    return x, y


def g(): return f(), LIMIT
# file: user.py
from pkg.a import f, LIMIT, g
print(f(), LIMIT, g())
