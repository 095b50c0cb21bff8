# options: {rename = {"pkg.core.K.old" = "new"}}
# refuses: unproven-receiver
# file: pkg/__init__.py
# file: pkg/core.py
from typing import Protocol


class Has(Protocol):
    def old(self) -> int: ...


class K:
    def old(self) -> int:
        return 1


def f(x: Has) -> int:
    return x.old()


f(K())
