# options: {method = "pkg.Shape.area"}
# refuses: dynamic-access
# file: pkg.py
class Shape:
    def area(self):
        return 1


def f(name):
    return getattr(name, "area")()
