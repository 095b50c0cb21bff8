# options: {method = "pkg.Shape.area"}
# notes: has its `area` already
# file: pkg.py
class Shape:
    side = 1


def area(shape):
    return shape.side
