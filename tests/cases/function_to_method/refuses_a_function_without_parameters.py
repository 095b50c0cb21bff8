# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: no-such-parameter
# file: pkg.py
class Shape:
    side = 2


def area():
    return 1
