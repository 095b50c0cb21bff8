"""The nouns that every room shares: findings, changes, moves, refusals, outcomes, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Literal

Json = Any
"""Anything that `json.dumps` takes. A recursive alias costs more in casts than it finds in mistakes."""


class Severity(StrEnum):
    """How much a finding matters; the order of the members is the order of a report."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for what comes first."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A run of lines, both ends included, counted from 1. `symbol` is the enclosing dotted name, if any."""

    path: PurePosixPath
    line: int = 1
    end_line: int = 0
    symbol: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding's code stands for; the catalogue and SARIF are written from it."""

    code: str
    summary: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that an analyzer found at a place.

    `identity` is what the fingerprint is made of: it names the thing (a symbol, a normalised text), never a line
    number, so that a shift of lines leaves the fingerprint alone. Two findings of one code and one identity are two:
    the second gets another fingerprint by its count (see `migrate.analysis.fingerprinted`).
    """

    code: str
    message: str
    locations: tuple[Location, ...]
    identity: str
    severity: Severity = Severity.WARNING
    metrics: Mapping[str, Json] = field(default_factory=dict)
    analyzer: str = ""
    fingerprint: str = ""

    @property
    def where(self) -> Location:
        """The first location: the place that a list shows."""
        return self.locations[0]


@dataclass(frozen=True, slots=True)
class Change:
    """One file before and after; `None` on a side means that it is absent there. Modes are git's (0o100644 …)."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None
    before_mode: int = 0o100644
    after_mode: int = 0o100644
    by: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """Old dotted name to new dotted name. `left` says what stands at the old place now.

    `compat` and `reexport` give the same object there, with or without a warning; a `delegate` is another one that calls it.
    """

    old: str
    new: str
    kind: Literal["module", "symbol"] = "symbol"
    left: Literal["compat", "reexport", "delegate", "nothing"] = "nothing"


@dataclass(frozen=True, slots=True, order=True)
class Removal:
    """A public name, a module or a test id (globs allowed) that goes for a declared reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Redefinition:
    """A function that takes something else on purpose, or a class with other bases: how it was, and how it is now.

    `name` is its dotted name after the step. The texts are those of `migrate.python.parameters.taken_text` for a function,
    `def (a, b=, *, c=)`, and of `bases_text` for a class, `class (Base, Exception)`: what a gate finds, letter by letter.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Place, reason, what to try next: a result, not a crash. `code` is a noun, such as `name-taken`."""

    code: str
    reason: str
    next: str
    where: Location | None = None

    def line(self) -> str:
        """Place, code, reason and next in one line; a reason that begins with its place does not tell it again."""
        if self.where is None:
            return f"{self.code}: {self.reason}; {self.next}"
        rest = self.reason.removeprefix(str(self.where))
        reason = rest[1:].lstrip() if rest != self.reason and rest[:1] in (":", " ") else self.reason
        return f"{self.where}: {self.code}: {reason}; {self.next}"


@dataclass(frozen=True, slots=True)
class Table:
    """What a codemod measured, for a person to read and a program to use: lines before and after, holes, members compared.

    Each row has one cell for each column; a cell is a string, a number, a truth value or None.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Json, ...], ...]
    left_out: int = 0
    """How many more rows there were, where whoever keeps the table keeps only the first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a codemod returns. An outcome with a refusal may still carry the changes that could be proven."""

    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()
    removals: tuple[Removal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    redefinitions: tuple[Redefinition, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's answer. `summary` is one line; `evidence` names the test ids, names, places, and log lines after `| `."""

    check: str
    ok: bool
    summary: str
    evidence: tuple[str, ...] = ()
    metrics: Mapping[str, Json] = field(default_factory=dict)
    warning: bool = False
    """Green, and yet a person should read the evidence."""

    @property
    def named(self) -> tuple[str, ...]:
        """What a terminal shows of the evidence: the log only where there is nothing else."""
        return tuple(line for line in self.evidence if not line.startswith("| ")) or self.evidence
