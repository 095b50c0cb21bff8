# options: {rename = {"pkg.core.Has.old" = "new"}}
# file: pkg/__init__.py
# file: pkg/core.py
from typing import Protocol


class Has(Protocol):
    def old(self) -> int: ...


class Heir(Has):
    def old(self) -> int:
        return 2


def f(x: Has) -> int:
    return x.old()


f(Heir())
# after
# file: pkg/__init__.py
# file: pkg/core.py
from typing import Protocol


class Has(Protocol):
    def new(self) -> int: ...


class Heir(Has):
    def new(self) -> int:
        return 2


def f(x: Has) -> int:
    return x.new()


f(Heir())
