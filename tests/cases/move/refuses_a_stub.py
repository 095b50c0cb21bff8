# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: stub-file
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: pkg/a.pyi
def f() -> None: ...
