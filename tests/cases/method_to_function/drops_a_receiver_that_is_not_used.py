# options: {method = "pkg.Shape.area", given = "drop"}
# file: pkg.py
class Shape:
    def area(self, x):
        return x


def f(shape: Shape):
    return shape.area(2)
# after
# file: pkg.py
class Shape:
    pass


def area(x):
    return x


def f(shape: Shape):
    return area(2)
