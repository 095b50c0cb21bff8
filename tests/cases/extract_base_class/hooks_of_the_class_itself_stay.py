# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def __init_subclass__(cls, **x):
        cls.a = x
        cls.b = x
        cls.c = x


class B:
    def __init_subclass__(cls, **x):
        cls.a = x
        cls.b = x
        cls.c = x
