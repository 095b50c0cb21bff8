# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: no-class
# file: pkg.py
Shape = 1


def area(shape):
    return 1
