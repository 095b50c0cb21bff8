# options: {keep = "core.Point", drop = ["old.Point"], leave = "reexport"}
# file: core.py
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int = 0
# file: old.py
from dataclasses import dataclass


@dataclass
class Point:
    """A point."""

    x: int
    y: int = 0


@dataclass
class Line:
    start: Point
# after
# file: core.py
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int = 0
# file: old.py
from dataclasses import dataclass

from core import Point as Point


@dataclass
class Line:
    start: Point
