# options: {rename = {"pkg.a.f" = "g", "pkg.a" = "pkg.b"}, leave = "compat"}
# refuses: nested
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    pass
