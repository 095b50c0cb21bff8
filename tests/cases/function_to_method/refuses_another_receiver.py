# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: other-receiver
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return shape.side


print(area(3))
