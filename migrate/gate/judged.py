"""What a gate is given: what held before the first step, and the tree in judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from migrate.errors import MigrateError
from migrate.model import Change, Json, Move, Redefinition, Removal
from migrate.workspace import Layout

VERSION = 2


@dataclass(frozen=True)
class TestIds:
    """How the tests ended, by id. `unstable` are ids that another collection of the same tree does not know again."""

    __test__ = False  # it is no test case, whatever pytest makes of its name

    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    xfailed: frozenset[str] = frozenset()
    unstable: frozenset[str] = frozenset()
    exit: int = 0


@dataclass(frozen=True)
class Baseline:
    """What held before the first step: how the tests ended, what resolved, what could be imported, what was public.

    `tests` and `unimportable` are None where no check asked for them. No times and no absolute paths are in it.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    """Python file → digest of its bytes."""
    broken: frozenset[str] = frozenset()
    """Python files that could not be compiled."""
    internal: frozenset[str] = frozenset()
    """The top-level names that the tree itself provides."""
    unresolved: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Python file → internal names that it imports and that nobody defines."""
    unimportable: frozenset[str] | None = None
    """Public modules that a fresh interpreter could not import."""
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Module → top-level names of the third-party packages that importing it needs."""
    loaded: Mapping[str, frozenset[str]] | None = None
    """Module → what of others' a fresh interpreter loaded as it imported it, of all that the tree's statements name."""
    standard: Mapping[str, frozenset[str]] | None = None
    """The same of the standard library; None unless `[gate.imports]` asked for it."""
    absent: frozenset[str] = frozenset()
    """Top-level names that the tree's statements name and that could not be found: nobody knows whether they were loaded."""
    loads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Package → the modules below it that importing it loads, see `migrate.gate.loads`."""
    cycles: tuple[tuple[str, ...], ...] = ()
    api: Mapping[str, Json] = field(default_factory=dict)
    """Module → its shape, see `migrate.gate.shapes`."""
    exceptions: Mapping[str, Json] | None = None
    """Dotted name of an exception → its ancestors, what it takes and says, see `migrate.gate.exceptions`; None: not asked."""
    gained: frozenset[str] = frozenset()
    """Public names that green steps have brought."""
    tests: TestIds | None = None

    def to_json(self) -> Json:
        """The same baseline gives the same JSON."""
        return {
            "version": VERSION,
            "files": dict(sorted(self.files.items())),
            "broken": sorted(self.broken),
            "internal": sorted(self.internal),
            "unresolved": {path: sorted(names) for path, names in sorted(self.unresolved.items())},
            "unimportable": None if self.unimportable is None else sorted(self.unimportable),
            "needs": {module: sorted(names) for module, names in sorted(self.needs.items())},
            "loaded": _names_to_json(self.loaded),
            "standard": _names_to_json(self.standard),
            "absent": sorted(self.absent),
            "loads": {package: sorted(names) for package, names in sorted(self.loads.items())},
            "cycles": [list(cycle) for cycle in self.cycles],
            "api": dict(sorted(self.api.items())),
            "exceptions": None if self.exceptions is None else dict(sorted(self.exceptions.items())),
            "gained": sorted(self.gained),
            "tests": self.tests
            and {
                name: sorted(value) if isinstance(value, frozenset) else value
                for name, value in vars(self.tests).items()
            },
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The baseline of `to_json`. Raises MigrateError for anything else."""
        try:
            if data["version"] != VERSION:
                raise ValueError(f"version {data['version']}, not {VERSION}")
            tests = data["tests"]
            return cls(
                files=dict(data["files"]),
                broken=frozenset(data["broken"]),
                internal=frozenset(data["internal"]),
                unresolved={path: frozenset(names) for path, names in data["unresolved"].items()},
                unimportable=None if data["unimportable"] is None else frozenset(data["unimportable"]),
                needs={module: frozenset(names) for module, names in data["needs"].items()},
                loaded=_names_from(data.get("loaded")),
                standard=_names_from(data.get("standard")),
                absent=frozenset(data.get("absent", ())),
                loads={package: frozenset(names) for package, names in data["loads"].items()},
                cycles=tuple(tuple(cycle) for cycle in data["cycles"]),
                api=dict(data["api"]),
                exceptions=data.get("exceptions"),
                gained=frozenset(data["gained"]),
                tests=tests and _test_ids(tests),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise MigrateError(
                f"the baseline cannot be read: {type(error).__name__}: {error}",
                "`migrate gate --rebaseline` takes it anew",
            ) from error

    def after(self, gained: Mapping[str, Iterable[str]]) -> Self:
        """This baseline with what green steps gained: check → what newly holds, as in their verdicts' metrics."""
        tests = self.tests
        if tests is not None:
            new = frozenset(gained.get("tests", ()))
            tests = replace(
                tests,
                passed=tests.passed | new,
                failed=tests.failed - new,
                skipped=tests.skipped - new,
                xfailed=tests.xfailed - new,
            )
        return replace(self, tests=tests, gained=self.gained | frozenset(gained.get("api", ())))


def _names_to_json(found: Mapping[str, frozenset[str]] | None) -> Json:
    return None if found is None else {module: sorted(names) for module, names in sorted(found.items()) if names}


def _names_from(data: Json) -> dict[str, frozenset[str]] | None:
    return None if data is None else {module: frozenset(names) for module, names in data.items()}


def _test_ids(data: Json) -> TestIds:
    ids = {name: frozenset(value) for name, value in data.items() if name != "exit"}
    return TestIds(**ids, exit=int(data["exit"]))


@dataclass(frozen=True)
class Judged:
    """A tree in judgement. Its files on the disk are what counts; `changes` says which of them this step touched."""

    root: Path
    before: Callable[[], Path] | None
    """Makes a tree as it was before this step, for reruns on both sides; None where none can be had."""
    layout: Layout
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    """All moves since the baseline, in order."""
    removals: tuple[Removal, ...]
    full: bool
    """The whole suite, rather than the tests that can notice."""
    runs: Path
    """Where logs go; it exists, and git does not see it."""
    redefinitions: tuple[Redefinition, ...] = ()
    """What takes something else on purpose since the baseline, in order, by today's names."""
    own: tuple[Move, ...] = ()
    """The moves of this step."""
