# options: {function = "pkg.a.area", class = "pkg.b.Shape", cycles = "inside-functions"}
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
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import Shape

LIMIT = 2


class Thing(Shape):
    pass
# file: pkg/b.py
class Shape:
    side = 1

    def area(self):
        from pkg.a import LIMIT

        return self.side * LIMIT
