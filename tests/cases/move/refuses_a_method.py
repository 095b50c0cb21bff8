# options: {symbols = ["pkg.a.C.m"], into = "pkg.b"}
# refuses: member
# file: pkg/__init__.py
# file: pkg/a.py
class C:
    def m(self): ...
