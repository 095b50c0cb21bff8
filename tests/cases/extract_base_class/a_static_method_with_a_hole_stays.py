# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    @staticmethod
    def f(x):
        x.a = 1
        x.b = 2
        x.c = 3
        return 1


class B:
    @staticmethod
    def f(x):
        x.a = 1
        x.b = 2
        x.c = 3
        return 2
