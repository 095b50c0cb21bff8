# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    pass


import pkg.c
# file: pkg/b.py
from .c import C
# file: pkg/c.py
from pkg.a import A


class C(A):
    pass
