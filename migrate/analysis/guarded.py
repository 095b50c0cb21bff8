"""An analyzer of the user's own, told apart from ours: what it does wrong is named in one line, and stdout stays clean."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NoReturn

from migrate import analysis
from migrate.analyzers import Analyzer, Facts
from migrate.errors import MigrateError
from migrate.home import HOME
from migrate.model import Finding, Location, Severity
from migrate.python.source import Source
from migrate.wings import blame
from migrate.workspace import Workspace, check_inside


def guarded(kind: type[Analyzer]) -> type[Analyzer]:
    """The same analyzer, or for one that does not ship a subclass that raises MigrateError whatever goes wrong in it."""
    file = sys.modules[kind.__module__].__file__
    if file is None or Path(file).is_relative_to(HOME):
        return kind

    def collect(self: Analyzer, source: Source) -> Facts:
        with _named(kind, f"while it read {source.path}"):
            fact = kind.collect(self, source)
            analysis.packed(fact)  # raises for what neither JSON nor the cache takes
            return fact

    def conclude(self: Analyzer, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        with _named(kind, "while it concluded"):
            findings = list(kind.conclude(self, facts, workspace))
            for finding in findings:
                _check(kind, finding)
            return findings

    body = {"__module__": kind.__module__, "collect": collect, "conclude": conclude}
    return type(kind.__name__, (kind,), body)


@contextlib.contextmanager
def _kept_alive() -> Iterator[None]:
    """Where the process is ours and not a worker, `os._exit` in an analyzer would end the run without a word."""
    leave = os._exit
    os._exit = _leave  # type: ignore[assignment]
    try:
        yield
    finally:
        os._exit = leave


def _leave(code: int) -> NoReturn:
    raise SystemExit(f"os._exit({code})")


@contextlib.contextmanager
def _named(kind: type[Analyzer], when: str) -> Iterator[None]:
    try:
        with contextlib.redirect_stdout(sys.stderr), _kept_alive():
            yield
    except (SyntaxError, RecursionError, MemoryError):
        raise  # of the file that it reads
    except (Exception, SystemExit) as error:
        name = kind.name()
        raise MigrateError(
            f"analyzer `{name}` broke {when}: {blame('analyzers', kind, error)}",
            "mend it, or leave it out of `migrate analyze --select NAMES`",
        ) from error


def _check(kind: type[Analyzer], finding: object) -> None:
    """Raise for what is no finding that can be shown."""
    if not isinstance(finding, Finding):
        raise TypeError(f"it reported {finding!r}, not a Finding")
    if finding.code not in {rule.code for rule in kind.rules}:
        raise ValueError(f"it reported the code {finding.code!r}, which none of its rules has")
    if not finding.locations or not all(isinstance(place, Location) for place in finding.locations):
        raise TypeError(f"the locations of a finding are {finding.locations!r}, not one Location or more")
    for place in finding.locations:
        check_inside(PurePosixPath(place.path))
    Severity(finding.severity)
    json.dumps(dict(finding.metrics), allow_nan=False)
