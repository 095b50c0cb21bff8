# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", level = "plain"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        found = [1]
        self.found = found
        return found


class B:
    def f(self):
        seen = [1]
        self.found = seen
        return seen
