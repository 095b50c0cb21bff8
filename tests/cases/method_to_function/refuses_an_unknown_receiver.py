# options: {method = "pkg.Shape.area"}
# refuses: unproven-receiver
# file: pkg.py
class Shape:
    def area(self):
        return 1


def f(x):
    return x.area()
