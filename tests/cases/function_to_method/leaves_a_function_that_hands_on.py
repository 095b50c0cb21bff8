# options: {function = "pkg.a.area", class = "pkg.a.Shape", leave = "delegate", unproven = "leave"}
# notes: left as it is
# file: pkg/__init__.py
from .a import area

__all__ = ["area"]
# file: pkg/a.py
class Shape:
    side = 2


def area(shape, *more, factor=1, **rest):
    """Told."""
    return shape.side * factor


def g(x):
    return area(x), area(Shape(), 1, 2), map(area, [x])
# file: pkg/b.py
from pkg import area
from pkg.a import area as other, Shape

print(other(Shape(), factor=2), area(Shape()))
# after
# file: pkg/__init__.py
from .a import area

__all__ = ["area"]
# file: pkg/a.py
class Shape:
    side = 2

    def area(self, *more, factor=1, **rest):
        """Told."""
        return self.side * factor


def area(shape, *more, factor=1, **rest):
    """Told."""
    return shape.area(*more, factor=factor, **rest)


def g(x):
    return area(x), Shape().area(1, 2), map(area, [x])
# file: pkg/b.py
from pkg import area
from pkg.a import Shape

print(Shape().area(factor=2), area(Shape()))
