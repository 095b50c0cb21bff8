"""The door to `codemods/`: what a codemod is, and where they all are."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError

from migrate import wings
from migrate.errors import MigrateError
from migrate.home import HOME
from migrate.model import Outcome
from migrate.options import Options
from migrate.workspace import Workspace

__path__ = [str(HOME / "codemods")]


class Codemod(ABC):
    """A documented refactoring of a whole tree. Its file's name is its name, its module's docstring its help.

    It reads the workspace and returns an outcome: it writes nothing, runs nothing, keeps nothing between runs, and knows
    no other codemod. On a tree where its work is done it returns an outcome without changes. What it cannot prove it
    refuses, with the place, the reason and what to try next.
    """

    Options: ClassVar[type[Options]] = Options
    resolves: ClassVar[tuple[str, ...]] = ()
    """Codes of the findings that it takes away."""
    example: ClassVar[str] = ""
    """A step in TOML that shows the usual options."""

    def __init__(self, options: Any = None) -> None:
        self.options: Any = options if options is not None else self.Options()

    @abstractmethod
    def run(self, workspace: Workspace) -> Outcome:
        """The outcome of the refactoring on this tree."""

    @classmethod
    def name(cls) -> str:
        """`merge-modules` for the class in merge_modules.py."""
        return wings.wing_name(cls.__module__)


def find(beside: Path | None = None) -> Mapping[str, Path]:
    """Name → file of every codemod: ours, and those in `codemods/` beside the user's plan."""
    return wings.files("codemods", beside)


def load(name: str, beside: Path | None = None) -> type[Codemod]:
    """The codemod of that name. Raises MigrateError where there is none, with the nearest names."""
    module = wings.load("codemods", name, beside)
    classes = [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, Codemod)
        and item.__module__ == module.__name__
        and not inspect.isabstract(item)
    ]
    if len(classes) != 1:
        raise MigrateError(
            f"{module.__file__} defines {len(classes)} codemods",
            "a file in codemods/ defines exactly one subclass of Codemod",
        )
    return classes[0]


def make(name: str, options: Mapping[str, object], beside: Path | None = None) -> Codemod:
    """The codemod with these options. Raises pydantic's ValidationError for options that it does not take."""
    codemod = load(name, beside)
    return codemod(codemod.Options.model_validate(dict(options)))


__all__ = ["Codemod", "ValidationError", "find", "load", "make"]
