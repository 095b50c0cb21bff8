# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: mangled
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return shape.__side
