# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: name-taken
# file: pkg.py
class Shape:
    def __init__(self):
        self.area = 2


def area(shape):
    return shape.area
