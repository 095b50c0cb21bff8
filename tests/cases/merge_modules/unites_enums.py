# options: {from = ["pkg.a"], into = "pkg.b", merge_enums = ["Format"]}
# file: pkg/__init__.py
# file: pkg/a.py
from enum import Enum


class Format(Enum):
    """Other words."""

    FP16 = "fp16"
    # four bits
    INT4 = "int4"  # packed


def default() -> Format:
    return Format.INT4
# file: pkg/b.py
from enum import Enum


class Format(Enum):
    FP16 = "fp16"
    BF16 = "bf16"

# file: pkg/user.py
from .a import Format as A
from .b import Format


def f(x: Format):
    return isinstance(x, Format), A.INT4, Format("fp16") if x else A["FP16"]
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
from enum import Enum


class Format(Enum):
    FP16 = "fp16"
    BF16 = "bf16"
    # four bits
    INT4 = "int4"  # packed


def default() -> Format:
    return Format.INT4
# file: pkg/user.py
from .b import Format, Format as A


def f(x: Format):
    return isinstance(x, Format), A.INT4, Format("fp16") if x else A["FP16"]
