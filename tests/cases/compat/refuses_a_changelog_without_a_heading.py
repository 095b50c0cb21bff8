# options: {moves = {"pkg.a.f" = "pkg.new.f"}, shims = false, changelog = "CHANGES"}
# refuses: no-heading
# file: CHANGES
- We changed things.
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
