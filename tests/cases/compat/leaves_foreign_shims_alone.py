# options: {moves = {"pkg.old.f" = "pkg.new.f"}}
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
# file: pkg/old.py
from pkg.new import f

__all__ = ["f"]
