# options: {function = "pkg.core.Shape.area", parameters = ["width", "height"], class = "pkg.core.Size", parameter = "size"}
# refuses: value-use
# file: pkg/__init__.py
# file: pkg/core.py
class Shape:
    def area(self, width, height):
        return width * height

    surface = area
# file: pkg/user.py
from pkg.core import Shape

RESULT = Shape().surface(2, 3)
