# options: {from = ["pkg.a"], into = "pkg.b", merge_enums = ["Format"]}
# refuses: enum-differs
# file: pkg/__init__.py
# file: pkg/a.py
from enum import Enum


class Format(Enum):
    HALF = 16
# file: pkg/b.py
from enum import Enum


class Format(Enum):
    FP16 = 16
