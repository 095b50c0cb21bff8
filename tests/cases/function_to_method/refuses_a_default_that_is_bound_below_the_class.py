# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: bound-later
# file: pkg.py
class Shape:
    side = 2


FACTOR = 2


def area(shape, factor=FACTOR):
    return shape.side * factor
