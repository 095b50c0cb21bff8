# options: {function = "pkg.a.area", class = "pkg.a.Shape"}
# refuses: re-exported
# file: pkg/__init__.py
from .a import area
# file: pkg/a.py
class Shape:
    side = 2


def area(shape):
    return shape.side
