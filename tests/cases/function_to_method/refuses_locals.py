# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: dynamic-names
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return locals()["shape"].side
