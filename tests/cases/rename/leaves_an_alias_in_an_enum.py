# options: {rename = {"a.Color.RED" = "CRIMSON"}, leave = "alias"}
# notes: left as it is
# import: no
# file: a.py
from enum import Enum, auto


class Color(Enum):
    RED = auto()
    BLUE = auto()

    def f(self): ...


def g(color):
    return color.RED
# after
# file: a.py
from enum import Enum, auto


class Color(Enum):
    CRIMSON = auto()
    BLUE = auto()
    RED = CRIMSON

    def f(self): ...


def g(color):
    return color.RED
