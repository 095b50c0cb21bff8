# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# refuses: too-little
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        return 1
# file: pkg/b.py
class B:
    def f(self):
        return 1
