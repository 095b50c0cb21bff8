# options: {moves = {"pkg.a.Color.RED" = "pkg.a.Color.CRIMSON"}}
# notes: is a member of a class
# file: pkg/__init__.py
# file: pkg/a.py
import enum


class Color(enum.Enum):
    CRIMSON = 1
