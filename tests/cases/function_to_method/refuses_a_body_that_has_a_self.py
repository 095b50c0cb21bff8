# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: name-taken
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    self = shape
    return self.side
