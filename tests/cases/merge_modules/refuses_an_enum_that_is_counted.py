# options: {from = ["pkg.a"], into = "pkg.b", merge_enums = ["Format"]}
# refuses: enum-differs
# file: pkg/__init__.py
# file: pkg/a.py
from enum import IntEnum


class Format(IntEnum):
    A = 1
    B = 2
# file: pkg/b.py
from enum import IntEnum


class Format(IntEnum):
    A = 1


def size():
    return len(Format)
