# options: {function = "pkg.area", class = "pkg.Shape", parameter = "shape"}
# refuses: value-use
# file: pkg.py
class Shape:
    side = 2


def area(factor, shape):
    return shape.side


AREA = [area]
