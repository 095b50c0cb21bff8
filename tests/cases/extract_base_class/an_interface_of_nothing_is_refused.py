# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", interface = true}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self, a): ...


class B:
    def f(self, b): ...
