# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        found = globals()["x"]
        self.found = found
        self.found.sort()
        return found


class B:
    def f(self):
        found = globals()["x"]
        self.found = found
        self.found.sort()
        return found
