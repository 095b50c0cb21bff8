# options: {moves = {"pkg.a.f" = "pkg.new.f"}}
# refuses: place-taken
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return "another"
# file: pkg/new.py
def f():
    pass
