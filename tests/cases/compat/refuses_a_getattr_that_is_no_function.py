# options: {moves = {"pkg.a.f" = "pkg.new.f"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
from functools import partial

__getattr__ = partial(getattr, int)
# file: pkg/new.py
def f():
    pass
