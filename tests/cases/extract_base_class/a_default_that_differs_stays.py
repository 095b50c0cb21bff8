# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self, x=1):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x


class B:
    def f(self, x=2):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x
