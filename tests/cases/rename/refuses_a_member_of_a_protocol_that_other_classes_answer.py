# options: {rename = {"pkg.core.Has.old" = "new"}}
# refuses: unproven-protocol
# file: pkg/__init__.py
# file: pkg/core.py
from typing import Protocol


class Has(Protocol):
    def old(self) -> int: ...


class K:
    def old(self) -> int:
        return 1


class Heir(Has):
    def old(self) -> int:
        return 2


def f(x: Has) -> int:
    return x.old()


f(K())
