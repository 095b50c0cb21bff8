# options: {rename = {"a.Base.old" = "new"}}
# layout: {also = ["*.md"]}
# file: README.md
Call `a.Base.old`, not `old`.
# file: a.py
from __future__ import annotations


class Base:
    def old(self) -> Base:
        """Not `old` alone, but `a.Base.old`."""
        return self

    def twice(self):
        return self.old().old()


class Child(Base):
    def old(self):
        old = super().old()
        return old

    also = old


class Mixin:
    def go(self):
        return self.old()


class Both(Mixin, Child):
    pass


class Other:
    def old(self): ...


def make():
    return Both()


def f(
    a: Base,
    b: "Child | None",
    many: list[Child],
    other: Other,
    by_name: dict[str, Base],
):
    a.old(), b.old(), other.old(), make().old(), many[0].old()
    for one in many:
        one.old()
    for name, it in by_name.items():
        it.old()
    return [two.old for two in many], f"{a.old()} old", Other().old
# file: b.py
from unittest import mock

import a
from a import Base as B, Child


class Holder:
    def __init__(self):
        self.child = Child()

    def run(self, unknown):
        self.child.old()
        if isinstance(unknown, (Child, B)):
            unknown.old()
        assert isinstance(unknown, B)
        return unknown.old, getattr(self.child, "old")


def local():
    class Inner(B):
        old = 3

    return Inner().old, a.Base.old, "old"


with mock.patch("a.Base.old"), mock.patch.object(a.Child, "old"):
    pass
# after
# file: README.md
Call `a.Base.new`, not `old`.
# file: a.py
from __future__ import annotations


class Base:
    def new(self) -> Base:
        """Not `old` alone, but `a.Base.new`."""
        return self

    def twice(self):
        return self.new().new()


class Child(Base):
    def new(self):
        old = super().new()
        return old

    also = new


class Mixin:
    def go(self):
        return self.new()


class Both(Mixin, Child):
    pass


class Other:
    def old(self): ...


def make():
    return Both()


def f(
    a: Base,
    b: "Child | None",
    many: list[Child],
    other: Other,
    by_name: dict[str, Base],
):
    a.new(), b.new(), other.old(), make().new(), many[0].new()
    for one in many:
        one.new()
    for name, it in by_name.items():
        it.new()
    return [two.new for two in many], f"{a.new()} old", Other().old
# file: b.py
from unittest import mock

import a
from a import Base as B, Child


class Holder:
    def __init__(self):
        self.child = Child()

    def run(self, unknown):
        self.child.new()
        if isinstance(unknown, (Child, B)):
            unknown.new()
        assert isinstance(unknown, B)
        return unknown.new, getattr(self.child, "new")


def local():
    class Inner(B):
        new = 3

    return Inner().new, a.Base.new, "old"


with mock.patch("a.Base.new"), mock.patch.object(a.Child, "new"):
    pass
