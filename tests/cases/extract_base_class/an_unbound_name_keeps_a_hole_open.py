# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self, x):
        if x:
            found = 1
        self.x = x
        self.y = x
        return found + 1


class B:
    def f(self, x):
        if x:
            found = 1
        self.x = x
        self.y = x
        return found * 2
