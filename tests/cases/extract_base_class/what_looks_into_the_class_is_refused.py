# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: looked-into
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self, x):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x
        return type(self).__dict__


class B:
    def f(self, x):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x
