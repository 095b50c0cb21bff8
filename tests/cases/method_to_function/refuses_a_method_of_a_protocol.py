# options: {method = "pkg.core.Sized.size"}
# refuses: protocol
# file: pkg/__init__.py
# file: pkg/core.py
from typing import Protocol


class Sized(Protocol):
    def size(self) -> int: ...


class Box:
    def size(self) -> int:
        return 3


def total(thing: Sized) -> int:
    return thing.size()


RESULT = total(Box())
