"""The door to `codemods/`: what a codemod is, and where they all are."""

from __future__ import annotations

import contextlib
import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from migrate import wings
from migrate.errors import MigrateError
from migrate.home import HOME
from migrate.model import Change, Finding, Json, Move, Outcome, Redefinition, Refusal, Removal, Table
from migrate.options import Options
from migrate.workspace import Workspace, check_inside

if TYPE_CHECKING:
    from pydantic import ValidationError as ValidationError

__path__ = [str(HOME / "codemods")]


def __getattr__(name: str) -> object:
    """`ValidationError`, what `make` raises: who asks for it imports pydantic."""
    if name == "ValidationError":
        from pydantic import ValidationError

        return ValidationError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step that may take away these findings: not tried yet. `expected` is how many lines it may save, for the order."""

    title: str
    options: Mapping[str, Json]
    findings: tuple[Finding, ...]
    expected: int = 0


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
    def suggest(cls, findings: Sequence[Finding], workspace: Workspace) -> Iterable[Suggestion]:
        """Steps for findings that it `resolves`; whether they work is seen when they are tried. None unless overridden."""
        return ()

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


class Broken(Exception):
    """A codemod raised, or returned what no step can use: whoever wrote it must mend it. `traceback` says where."""

    def __init__(self, why: str, traceback: str) -> None:
        super().__init__(why)
        self.traceback = traceback


def run(codemod: Codemod, workspace: Workspace) -> Outcome:
    """What the codemod makes of this tree, without changes that change nothing. What it prints goes to stderr.

    Raises Broken where it raises or exits, or where its outcome does not fit the tree.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):  # stdout may be a diff that somebody applies
            return _usable(codemod.run(workspace), workspace)
    except MigrateError:
        raise
    except _Unusable as error:
        import traceback

        raise Broken(
            f"codemods/{Path(inspect.getfile(type(codemod))).name}: {error}", traceback.format_exc()
        ) from error
    except (Exception, SystemExit) as error:
        import traceback

        raise Broken(wings.blame("codemods", type(codemod), error), traceback.format_exc()) from error


class _Unusable(Exception):
    """What is wrong with an outcome."""


KINDS = {
    "changes": Change, "moves": Move, "removals": Removal, "refusals": Refusal, "notes": str, "tables": Table,
    "redefinitions": Redefinition,
}  # fmt: skip


def _usable(outcome: object, workspace: Workspace) -> Outcome:
    if not isinstance(outcome, Outcome):
        raise _Unusable(f"`run` returned {_a(outcome)}, not an Outcome")
    for name, kind in KINDS.items():
        given = getattr(outcome, name)
        if not isinstance(given, list | tuple):
            raise _Unusable(f"the {name} of its outcome are {_a(given)}, not a tuple")
        if wrong := [item for item in given if not isinstance(item, kind)]:
            raise _Unusable(f"the {name} of its outcome hold {_a(wrong[0])}, not a {kind.__name__}")
        outcome = replace(outcome, **{name: tuple(given)})
    for table in outcome.tables:
        if wrong := [row for row in table.rows if len(row) != len(table.columns)]:
            raise _Unusable(
                f"a row of its table {table.title!r} has {len(wrong[0])} cells for {len(table.columns)} columns"
            )
        if strange := [cell for row in table.rows for cell in row if not isinstance(cell, str | int | float | None)]:
            raise _Unusable(f"its table {table.title!r} holds {_a(strange[0])}, and a cell is a text, a number or None")
    seen: set[PurePosixPath] = set()
    for change in outcome.changes:
        _fits(change, workspace)
        if change.path in seen:
            raise _Unusable(f"it returned two changes for {change.path}")
        seen.add(change.path)
    return replace(outcome, changes=tuple(change for change in outcome.changes if not _idle(change)))


def _fits(change: Change, workspace: Workspace) -> None:
    """Raise _Unusable for a change that cannot be laid over this tree."""
    path = change.path
    if not isinstance(path, PurePosixPath):
        raise _Unusable(f"the path of a change is {_a(path)}, not a PurePosixPath: {path!r}")
    try:
        check_inside(path)
    except MigrateError as error:
        raise _Unusable(error.what) from error
    if "\0" in str(path) or str(path).encode(errors="replace") != str(path).encode(errors="surrogateescape"):
        raise _Unusable(f"{str(path)!r} is no name for a file")
    if wrong := [text for text in (change.before, change.after) if text is not None and not isinstance(text, bytes)]:
        raise _Unusable(f"its change of {path} holds {_a(wrong[0])}, not bytes")
    if path in workspace.skipped and path not in workspace.overlay:
        return  # what the tree does not read is looked at when it is written
    if change.before != (workspace.read(path) if workspace.exists(path) else None):
        raise _Unusable(
            f"its change of {path} does not start from what is there; `workspace.change` makes one that does"
        )


def _idle(change: Change) -> bool:
    return change.after is not None and (change.before, change.before_mode) == (change.after, change.after_mode)


def _a(thing: object) -> str:
    return "None" if thing is None else f"a {type(thing).__name__}"


__all__ = ["Broken", "Codemod", "Suggestion", "ValidationError", "find", "load", "make", "run"]
