# options: {moves = {"pkg.a.f" = "pkg.new.f"}, shims = false, guide = "docs/moving.md"}
# refuses: place-taken
# file: docs/moving.md
# How to move
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
