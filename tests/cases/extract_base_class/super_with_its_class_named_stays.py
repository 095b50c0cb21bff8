# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        found = super(A, self).__repr__()
        found += "x"
        return found


class B:
    def f(self):
        found = super(B, self).__repr__()
        found += "x"
        return found
