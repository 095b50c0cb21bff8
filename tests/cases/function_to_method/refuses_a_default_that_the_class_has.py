# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: captured
# file: pkg.py
factor = 1


class Shape:
    factor = 2


def area(shape, factor=factor):
    return factor
