# options: {function = "pkg.area", class = "pkg.Shape", unproven = "leave"}
# file: pkg.py
class Shape:
    side = 2


def area(shape, factor=1):
    return shape.side * factor


def g(x, y):
    return area(x), area(factor=2, shape=y)
# after
# file: pkg.py
class Shape:
    side = 2

    def area(self, factor=1):
        return self.side * factor


def g(x, y):
    return Shape.area(x), Shape.area(factor=2, self=y)
