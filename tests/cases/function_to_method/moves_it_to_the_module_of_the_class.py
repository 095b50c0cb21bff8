# options: {function = "pkg.geometry.area", class = "pkg.shapes.Shape", parameter = "shape", name = "size"}
# file: pkg/__init__.py
# file: pkg/geometry.py
import math
from pkg.shapes import Shape


def _round(x):
    return math.floor(x)


def area(factor, shape: Shape):
    return _round(shape.side * factor)


def other(shape: Shape):
    return area(2, shape)
# file: pkg/shapes.py
class Shape:
    side = 2
# file: pkg/use.py
from pkg.geometry import area
from pkg.shapes import Shape

print(area(3, Shape()), area(shape=Shape(), factor=2))
# after
# file: pkg/__init__.py
# file: pkg/geometry.py
from pkg.shapes import Shape


def other(shape: Shape):
    return shape.size(2)
# file: pkg/shapes.py
import math


class Shape:
    side = 2

    def size(self, factor):
        return _round(self.side * factor)


def _round(x):
    return math.floor(x)
# file: pkg/use.py
from pkg.shapes import Shape

print(Shape().size(3), Shape().size(factor=2))
