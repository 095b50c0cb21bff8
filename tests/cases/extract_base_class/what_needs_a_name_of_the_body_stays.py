# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    unit = object()

    def f(self, x, unit=unit):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x


class B:
    unit = object()

    def f(self, x, unit=unit):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x
