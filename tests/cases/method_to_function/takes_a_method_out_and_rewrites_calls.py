# options: {method = "pkg.shapes.Shape.area", parameter = "shape"}
# layout: {also = ["docs"]}
# file: pkg/__init__.py
# file: pkg/shapes.py
class Shape:
    """A shape."""

    FACTOR = 1

    def __init__(self, side: int) -> None:
        self.side = side

    # The area.
    def area(self, factor: int = FACTOR) -> int:
        """Its area.

        Times a factor.
        """
        text = """
  not
        indented"""
        if factor > 5:
            return self.area(factor - 1)
        return self.side * factor + len(text[:0])

    def twice(self) -> int:
        return self.area(2) + self.area(self.area())


class Square(Shape):
    def more(self):
        return self.area()


class Other:
    def area(self):
        return 1


OTHER = Other().area()
# file: pkg/use.py
from pkg.shapes import Other, Shape, Square


def f(shape: Shape, flag):
    return shape.area(), (shape if flag else Square(1)).area(), Shape.area(shape, 2), Other().area()


print(
    Square(2).area(
        factor=2,
    ),
    [each.area() for each in [Shape(1)]],
)
# file: docs/use.md
See `pkg.shapes.Shape.area`.
# after
# file: pkg/__init__.py
# file: pkg/shapes.py
class Shape:
    """A shape."""

    FACTOR = 1

    def __init__(self, side: int) -> None:
        self.side = side

    def twice(self) -> int:
        return area(self, 2) + area(self, area(self))


# The area.
def area(shape: Shape, factor: int = Shape.FACTOR) -> int:
    """Its area.

    Times a factor.
    """
    text = """
  not
        indented"""
    if factor > 5:
        return area(shape, factor - 1)
    return shape.side * factor + len(text[:0])


class Square(Shape):
    def more(self):
        return area(self)


class Other:
    def area(self):
        return 1


OTHER = Other().area()
# file: pkg/use.py
from pkg.shapes import Other, Shape, Square, area


def f(shape: Shape, flag):
    return area(shape), area(shape if flag else Square(1)), area(shape, 2), Other().area()


print(
    area(
        Square(2),
        factor=2,
    ),
    [area(each) for each in [Shape(1)]],
)
# file: docs/use.md
See `pkg.shapes.area`.
