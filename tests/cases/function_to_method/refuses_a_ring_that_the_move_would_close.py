# options: {function = "pkg.a.area", class = "pkg.b.Shape"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import Shape

LIMIT = 2


class Thing(Shape):
    pass


def area(shape: Shape):
    return shape.side * LIMIT
# file: pkg/b.py
class Shape:
    side = 1
