# options: {method = "pkg.b.Shape.area", cycles = "inside-functions"}
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.b import Shape


def f(shape: Shape):
    return shape.area()
# file: pkg/b.py
import pkg.a


class Shape:
    def area(self):
        return 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.b import Shape


def f(shape: Shape):
    from pkg.b import area

    return area(shape)
# file: pkg/b.py
import pkg.a


class Shape:
    pass


def area(self):
    return 1
