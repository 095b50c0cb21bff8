# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: unproven-receiver
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return shape.side


def g(x):
    return area(x)
