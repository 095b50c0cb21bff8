# options: {method = "pkg.Shape.area"}
# refuses: captured
# file: pkg.py
class Shape:
    def area(self):
        return 1


def f(shape: Shape):
    area = shape.area()
    return area
