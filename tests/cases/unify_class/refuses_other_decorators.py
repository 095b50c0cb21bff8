# options: {keep = "core.Point", drop = ["old.Point"]}
# refuses: other-class-statement
# file: core.py
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    x: int
# file: old.py
from dataclasses import dataclass


@dataclass
class Point:
    x: int
