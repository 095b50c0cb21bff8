# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/a.py
from .c import C


def make():
    return C()
# file: pkg/b.py
class B:
    pass
# file: pkg/c.py
from .b import B


class C(B):
    pass
