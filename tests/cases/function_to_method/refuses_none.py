# options: {function = "pkg.area", class = "pkg.Shape", unproven = "rewrite"}
# refuses: other-receiver
# file: pkg.py
class Shape:
    side = 2


def area(shape):
    return shape and shape.side


print(area(None))
