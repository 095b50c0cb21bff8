# options: {moves = {"pkg.a.f" = "pkg.new.f"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
_MOVED = ["anything"]
# file: pkg/new.py
def f():
    pass
