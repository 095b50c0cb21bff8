# options: {method = "pkg.shapes.Shape.area", into = "pkg.geometry", name = "area_of"}
# file: pkg/__init__.py
# file: pkg/shapes.py
import math


class Shape:
    side = 2

    def area(self):
        return math.floor(self.side)

    def other(self):
        return 1
# file: pkg/geometry.py
LIMIT = 1
# file: pkg/use.py
from pkg.shapes import Shape

print(Shape().area())
# after
# file: pkg/__init__.py
# file: pkg/shapes.py
class Shape:
    side = 2

    def other(self):
        return 1
# file: pkg/geometry.py
import math

LIMIT = 1


def area_of(self):
    return math.floor(self.side)
# file: pkg/use.py
from pkg.shapes import Shape
from pkg.geometry import area_of

print(area_of(Shape()))
