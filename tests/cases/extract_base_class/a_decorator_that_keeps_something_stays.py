# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
from functools import lru_cache


class A:
    @lru_cache
    def f(self, x):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x


class B:
    @lru_cache
    def f(self, x):
        self.a = x
        self.b = x
        self.c = x
        self.d = x
        self.e = x
