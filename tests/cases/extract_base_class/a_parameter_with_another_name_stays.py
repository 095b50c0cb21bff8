# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self, x):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x


class B:
    def f(self, y):
        self.a = y
        self.b = y
        self.c = y
        self.d = y
        self.e = y
