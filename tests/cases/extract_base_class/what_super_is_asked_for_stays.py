# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class Root:
    def f(self):
        return []


class A(Root):
    def f(self):
        found = super().f()
        found.append(self)
        return found

    def g(self):
        return super().f()


class B(Root):
    def f(self):
        found = super().f()
        found.append(self)
        return found
