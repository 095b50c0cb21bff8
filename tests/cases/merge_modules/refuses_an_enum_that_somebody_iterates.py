# options: {from = ["pkg.a"], into = "pkg.b", merge_enums = ["Format"]}
# refuses: enum-differs
# file: pkg/__init__.py
# file: pkg/a.py
from enum import Enum


class Format(Enum):
    FP16 = "fp16"
    INT4 = "int4"
# file: pkg/b.py
from enum import Enum


class Format(Enum):
    FP16 = "fp16"
# file: pkg/user.py
from pkg import b

names = [item.name for item in b.Format]
