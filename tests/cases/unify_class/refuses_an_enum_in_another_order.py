# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: other-order
# file: core.py
import enum


class Cache(enum.Enum):
    ON = enum.auto()
    OFF = enum.auto()
# file: old.py
import enum


class Cache(enum.Enum):
    OFF = enum.auto()
    ON = enum.auto()
