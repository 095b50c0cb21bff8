# options: {rename = {"a.K.old" = "new"}, evidence = "mypy", unproven = "leave"}
# notes: 1 mypy
# file: a.py
import sys
from collections.abc import Callable
from typing import Protocol


class K:
    def old(self) -> int:
        return 1


class Sub(K):
    pass


class Other:
    def old(self) -> str:
        return ""


class Mixin:
    pass


class Mixed(Mixin, K):
    pass


class Has(Protocol):
    def old(self) -> str: ...


def proven(make: Callable[[], K]) -> None:
    make().old()


def above(mixin: Callable[[], Mixin], has: Callable[[], Has], thing: Callable[[], object]) -> None:
    mixin().old()  # type: ignore
    has().old()
    thing().old()  # type: ignore


def several(make: Callable[[], Callable[[], int]], mixture: Callable[[], K | Other]) -> None:
    make().old()  # type: ignore
    mixture().old()


def unreached(make: Callable[[], K]) -> None:
    if sys.version_info < (3, 0):
        make().old()


def named(make: Callable[[], K]) -> None:
    getattr(make(), "old", None)


def unknown():
    return Other()


def given_away(again):
    x = K()
    while again:
        x.old()
        x = unknown()


one = K()


def changes():
    global one
    one = unknown()


def reads():
    one.old()


class Holder:
    def __init__(self):
        self.kept = K()
        self.many = [K()]

    def change(self):
        self.kept = unknown()

    def use(self):
        self.kept.old()
        kept = self.kept
        kept.old()

    def iterate(self):
        self.many[0].old()
        for item in self.many:
            item.old()


def from_outside(holder, values):
    holder.many = values
# after
# file: a.py
import sys
from collections.abc import Callable
from typing import Protocol


class K:
    def new(self) -> int:
        return 1


class Sub(K):
    pass


class Other:
    def old(self) -> str:
        return ""


class Mixin:
    pass


class Mixed(Mixin, K):
    pass


class Has(Protocol):
    def old(self) -> str: ...


def proven(make: Callable[[], K]) -> None:
    make().new()


def above(mixin: Callable[[], Mixin], has: Callable[[], Has], thing: Callable[[], object]) -> None:
    mixin().old()  # type: ignore
    has().old()
    thing().old()  # type: ignore


def several(make: Callable[[], Callable[[], int]], mixture: Callable[[], K | Other]) -> None:
    make().old()  # type: ignore
    mixture().old()


def unreached(make: Callable[[], K]) -> None:
    if sys.version_info < (3, 0):
        make().old()


def named(make: Callable[[], K]) -> None:
    getattr(make(), "old", None)


def unknown():
    return Other()


def given_away(again):
    x = K()
    while again:
        x.old()
        x = unknown()


one = K()


def changes():
    global one
    one = unknown()


def reads():
    one.old()


class Holder:
    def __init__(self):
        self.kept = K()
        self.many = [K()]

    def change(self):
        self.kept = unknown()

    def use(self):
        self.kept.old()
        kept = self.kept
        kept.old()

    def iterate(self):
        self.many[0].old()
        for item in self.many:
            item.old()


def from_outside(holder, values):
    holder.many = values
