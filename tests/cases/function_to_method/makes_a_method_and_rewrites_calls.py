# options: {function = "pkg.shapes.area", class = "pkg.shapes.Shape"}
# layout: {also = ["docs"]}
# file: pkg/__init__.py
# file: pkg/shapes.py
from __future__ import annotations

__all__ = ["Shape", "area", "make"]


class Shape:
    """A shape."""

    def __init__(self, side: int) -> None:
        self.side = side

    def twice(self) -> int:
        return area(self, 2) + area(shape=self, factor=area(self))


class Square(Shape):
    pass


# The area.
def area(
    shape: Shape,
    factor: int = 1,
) -> int:
    """Its area.

    Times a factor.
    """
    if factor > 5:
        return area(shape, factor - 1)
    inner = lambda: shape.side
    return inner() * shape.side * factor


def make() -> Shape:
    return Square(2)


AREAS = list(map(area, [make()]))
# file: pkg/use.py
from pkg import shapes
from pkg.shapes import (
    Square,
    area,
    make,
)


def f(shape: shapes.Shape, flag):
    return area(shape), shapes.area(
        make(),
        2,
    ), area(shape if flag else Square(1)), area(make(), factor=3)
# file: pkg/more.py
from .shapes import Shape, area as size

KEY = sorted([Shape(1)], key=size)
X = size(Shape(3), 2)
# file: docs/use.md
See `pkg.shapes.area`.
# after
# file: pkg/__init__.py
# file: pkg/shapes.py
from __future__ import annotations

__all__ = ["Shape", "make"]


class Shape:
    """A shape."""

    def __init__(self, side: int) -> None:
        self.side = side

    def twice(self) -> int:
        return self.area(2) + self.area(factor=self.area())

    # The area.
    def area(
        self,
        factor: int = 1,
    ) -> int:
        """Its area.

        Times a factor.
        """
        if factor > 5:
            return self.area(factor - 1)
        inner = lambda: self.side
        return inner() * self.side * factor


class Square(Shape):
    pass


def make() -> Shape:
    return Square(2)


AREAS = list(map(Shape.area, [make()]))
# file: pkg/use.py
from pkg import shapes
from pkg.shapes import (
    Square,
    make,
)


def f(shape: shapes.Shape, flag):
    return shape.area(), make().area(
        2,
    ), (shape if flag else Square(1)).area(), make().area(factor=3)
# file: pkg/more.py
from .shapes import Shape

KEY = sorted([Shape(1)], key=Shape.area)
X = Shape(3).area(2)
# file: docs/use.md
See `pkg.shapes.Shape.area`.
