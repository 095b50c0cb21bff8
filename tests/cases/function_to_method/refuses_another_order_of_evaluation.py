# options: {function = "pkg.area", class = "pkg.Shape", parameter = "shape"}
# refuses: evaluation-order
# file: pkg.py
class Shape:
    side = 2


def area(factor, shape):
    return shape.side * factor


def g():
    return area(print("first"), Shape())
