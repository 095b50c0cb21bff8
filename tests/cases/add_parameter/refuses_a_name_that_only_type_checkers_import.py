# options: {function = "m.f", name = "deep", default = "None", annotation = "Path"}
# refuses: typing-only
# file: m.py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def f(a): ...
