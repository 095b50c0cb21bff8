# options: {modules = ["pkg"]}
# import: no
# file: pkg/__init__.py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .core import x


def __getattr__(name): ...
# file: pkg/core.py
x = 1
# file: use.py
from pkg import x
