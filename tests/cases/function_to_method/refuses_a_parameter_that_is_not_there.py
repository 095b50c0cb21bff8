# options: {function = "pkg.area", class = "pkg.Shape", parameter = "form"}
# refuses: no-such-parameter
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return shape.side
