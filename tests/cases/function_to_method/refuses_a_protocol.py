# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: contract
# file: pkg.py
from typing import Protocol


class Shape(Protocol):
    side: int


def area(shape):
    return shape.side
