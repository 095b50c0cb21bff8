"""The door to `analyzers/`: what an analyzer is, and where they all are."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from migrate import wings
from migrate.errors import MigrateError
from migrate.home import HOME
from migrate.model import Finding, Json, Rule
from migrate.python.source import Source
from migrate.workspace import Workspace

__path__ = [str(HOME / "analyzers")]

Facts = Json | bytes
"""What is kept of one file: anything that JSON takes, or plain bytes (packed arrays). `None` means: nothing to tell."""


@dataclass(frozen=True)
class Worklist:
    """Findings that people work off one by one: the tracker lists them, and keeps what people write beside each.

    `states` maps a code to `todo` or `done`; `columns` are metrics that are shown. A finding's metrics hold `key` (never a
    line), and may hold `category`, `order` (of the category), `priority`, `excluded` (a reason), `obstacles` (each with `line`
    and `text`), `signature` and `digest` (of the text, by which a thing with another name is known again).
    """

    title: str
    states: Mapping[str, str]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoOptions:
    """The options of an analyzer that has none."""


class Analyzer(ABC):
    """One question about a tree, answered by a map over its files and one reduce. Its file's name is its name.

    `collect` sees one file and nothing else: it runs in a worker process, and its answer is kept under the file's
    content hash and `version` until either changes. `conclude` runs once with the facts of all files. Neither imports
    or runs the code it reads.
    """

    Options: ClassVar[type[Any]] = NoOptions
    """A frozen dataclass whose fields all have defaults (pydantic would cost more to import than a warm run takes);
    `field(default=…, metadata={"help": "…"})` documents one. `[analyze.<name>]` in a plan sets them, checked by pydantic."""
    version: ClassVar[int] = 1
    """Raise it whenever `collect` would answer differently."""
    rules: ClassVar[tuple[Rule, ...]] = ()
    """Every code that it can report."""
    needles: ClassVar[tuple[bytes, ...]] = ()
    """Bytes of which at least one must stand in a file for `collect` to be called on it; empty: every file."""
    facts_alone: ClassVar[bool] = False
    """Whether `conclude` depends on nothing but the facts, the paths and the layout of the tree, and the bytes of files that
    `collect` does not read. Then it is not called again as long as no fact changes, whatever else does."""
    turn: ClassVar[int] = 0
    """A file is given first to the analyzers with the lowest: 1 and more for those that do without its whole tree
    (`Source.part`, `outline`) unless another has made it."""
    views: ClassVar[bool] = False
    """Whether `conclude` is content with views of the bytes that `collect` gave, in place of copies. They may lie at odd places."""
    on_request: ClassVar[bool] = False
    """Whether it runs only where the plan has its table `[analyze.<name>]`, or somebody selects it: for what most trees lack."""
    worklist: ClassVar[Worklist | None] = None
    """What of its findings the tracker lists; None: they are counted there, like all."""
    suffixes: ClassVar[tuple[str, ...]] = (".py", ".pyi")
    """Files it reads. An analyzer whose `collect` needs no bytes at all (it looks at paths only) says `()`."""

    def __init__(self, options: Any = None, wanted: Collection[str] | None = None) -> None:
        self.options: Any = options if options is not None else self.Options()
        self.wanted = frozenset(rule.code for rule in self.rules if wanted is None or rule.code in wanted)
        """The codes that somebody asked for. What only the others need may be left undone; reporting them does no harm."""

    def prepare(self) -> None:  # noqa: B027 - most need nothing
        """Called once, before files are read: import here what `collect` needs, so that all processes share it."""

    def prepare_to_conclude(self) -> None:  # noqa: B027
        """Called while other processes read files, if they do: import here what only `conclude` needs."""

    def collect(self, source: Source) -> Facts:
        """The facts of one file, or None. `source.tree` raises SyntaxError where the file does not parse: let it."""
        return None

    def collect_all(self, sources: Sequence[Source]) -> Sequence[Facts] | None:
        """What `collect` gives for each of these, for an analyzer that does many files faster than one by one; it needs
        no tree. None: it does not."""
        return None

    @abstractmethod
    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        """The findings, from the facts of all files that had any (sorted by path)."""

    @classmethod
    def name(cls) -> str:
        """`god-classes` for the class in god_classes.py."""
        return wings.wing_name(cls.__module__)


def find(beside: Path | None = None) -> Mapping[str, Path]:
    """Name → file of every analyzer: ours, and those in `analyzers/` beside the user's plan."""
    return wings.files("analyzers", beside)


def load(name: str, beside: Path | None = None) -> type[Analyzer]:
    """The analyzer of that name. Raises MigrateError where there is none, with the nearest names."""
    module = wings.load("analyzers", name, beside)
    classes = [
        item
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, Analyzer)
        and item.__module__ == module.__name__
        and not inspect.isabstract(item)
    ]
    if len(classes) != 1:
        raise MigrateError(
            f"{module.__file__} defines {len(classes)} analyzers",
            "a file in analyzers/ defines exactly one subclass of Analyzer",
        )
    return classes[0]
