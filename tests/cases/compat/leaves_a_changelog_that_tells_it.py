# options: {moves = {"pkg.a.f" = "pkg.new.f"}, shims = false, changelog = "CHANGES.md"}
# file: CHANGES.md
## 2.0

* We moved `pkg.a.f` to `pkg.new.f` (see #12).
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass
