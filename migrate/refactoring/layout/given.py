"""What setup.py and setup.cfg say of a project, under the names of `setup()`'s arguments, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.model import Json, Location


@dataclass(frozen=True)
class Files:
    """The text of files, as `open("README.md").read()` and `file: README.md` give it."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class Attribute:
    """What a module binds, as `attr: pkg.__version__` gives it; `value` is that, where it is a literal."""

    dotted: str
    value: Json = None


@dataclass(frozen=True)
class Find:
    """The packages that are found: `find_packages("src", exclude=["tests"])`."""

    where: tuple[str, ...] = (".",)
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    namespaces: bool = False


@dataclass(frozen=True)
class Field:
    """One argument: a literal, or one of the above."""

    value: Json
    where: Location


Given = dict[str, Field]
