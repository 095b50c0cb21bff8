"""The tables of `migration.toml` as typed nouns."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from migrate import codemods
from migrate.deferred import AfterValidator, ConfigDict, Deferred, Field, PrivateAttr, keys_of
from migrate.errors import MigrateError
from migrate.home import PLAN_NAME
from migrate.model import Json, Removal
from migrate.plan.wording import guess, shown
from migrate.python.version import version_of
from migrate.workspace import Layout, Workspace

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

    from migrate.plan.claims import Claim

CHECKS = ("parse", "imports", "api", "cycles", "tests", "command", "equivalence", "probe")
"""What `[gate] checks` and a step's `checks` may name."""

TIMEOUT_PATTERN = "([1-9][0-9]{0,5})([smh])"
WHEN_PATTERN = r"version\s*((?:[<>]=?|[=!~]=)\s*[0-9].*)"
UNITS = {"s": 1, "m": 60, "h": 3600}


def __getattr__(name: str) -> object:
    """`Claim`, for the annotation of a step that has any: claims are pydantic's, and know all of a tree's definitions."""
    if name == "Claim":
        from migrate.plan import claims

        return claims.Claim
    raise AttributeError(name)


def _one_line(text: str) -> str:
    if any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in text):
        raise ValueError("must be one line without control characters")
    return text


def _id(text: str) -> str:
    if not re.fullmatch(ID_PATTERN, text):  # it becomes a part of file names and commit trailers
        raise ValueError(
            f"must be at most 64 letters, digits, `.`, `_` or `-`, the first a letter or digit, not {shown(text)}"
        )
    return text


def _seconds(text: str) -> int:
    match = re.fullmatch(TIMEOUT_PATTERN, text)
    if not match:
        raise ValueError(
            f'must be a number of seconds, minutes or hours such as "90s", "15m" or "2h", not {shown(text)}'
        )
    return int(match[1]) * UNITS[match[2]]


def _timeout(text: str) -> str:
    _seconds(text)
    return text


def _condition(when: str) -> SpecifierSet:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # most plans name no version

    match = re.fullmatch(WHEN_PATTERN, when)
    if match:
        try:
            return SpecifierSet(match[1])
        except InvalidSpecifier:
            pass
    raise ValueError(f'must be a condition such as "version >= 0.4.0" or "version >= 0.4, < 1", not {shown(when)}')


def _when(text: str) -> str:
    if text:
        _condition(text)
    return text


def _version(text: str) -> str:
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        raise ValueError(f'must be a version such as "0.4.0", not {shown(text)}') from None
    return text


def inside(text: str) -> str:
    """Refuse a path or glob that could leave the project, judged by its text alone."""
    parts = text.split("/")
    if text.startswith(("/", "~")) or "\\" in text or ".." in parts or re.match(r"[A-Za-z]:", text):
        raise ValueError(f"{shown(text)} must be relative to the project's root, with `/` and without `..`")
    if "\0" in text or ".git" in parts:
        raise ValueError(f"{shown(text)} is not a place that a plan may name")
    return text


ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{ID_PATTERN}$"})]
OneLine = Annotated[str, AfterValidator(_one_line)]
Inside = Annotated[str, AfterValidator(inside)]
Grade = Literal["critical", "high", "medium", "low", ""]


class Table(Deferred):
    """Base of every table in a plan: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Project(Table):
    """`[project]`: the target."""

    name: OneLine = Field(min_length=1, description="What the migrated project is called in reports.")
    root: str = Field(
        default=".", description="The target's root, relative to the plan; it must lie in the plan's git repository."
    )
    source: tuple[Inside, ...] = Field(
        default=(), description="Import roots below `root`; left out, they are inferred."
    )
    also: tuple[Inside, ...] = Field(
        default=(), description="Globs of other files that hold references: tests, docs, configuration."
    )


class ImportsTable(Table):
    """`[gate.imports]`: what the check `imports` compares beyond what the project itself imports."""

    standard_library: bool = Field(
        default=False, description="Whether it is red, too, where importing a module newly loads one of Python's own."
    )


class EquivalenceTable(Table):
    """`[gate.equivalence]`: how the check `equivalence` compares functions before and after a step."""

    names: tuple[str, ...] = Field(
        default=(), description="Globs of dotted names: only these functions. All that a step touched, if left out."
    )
    examples: int = Field(default=50, ge=1, le=10_000, description="How many inputs are made up for each function.")
    timeout: Annotated[str, AfterValidator(_timeout)] = Field(
        default="5s",
        json_schema_extra={"pattern": f"^{TIMEOUT_PATTERN}$"},
        description="How long the calls of one function may take; all together may take the gate's `timeout`.",
    )
    tolerance: float = Field(
        default=1e-6, ge=0, description="By how much, relative or absolute, numbers in arrays and tensors may differ."
    )
    seed: int = Field(default=0, description="The same seed makes up the same inputs.")


class ProbeTable(Table):
    """`[gate.probe]`: how the check `probe` breaks what was moved, to see whether the tests would notice."""

    most: int = Field(default=5, ge=1, description="How many moved names are broken, each for a run of the tests.")
    red: bool = Field(default=False, description="Whether a name that no test misses is red, not a warning.")


class BisectTable(Table):
    """`[gate.bisect]`: how a red step is taken apart where `on_red` says so."""

    runs: int = Field(default=40, ge=1, description="How many times the gate may judge a part of the step.")


class GateTable(Table):
    """`[gate]`: what judges the tree after every step."""

    run: OneLine = Field(
        default="python -m pytest -q",
        min_length=1,
        description="The command that runs the tests; a shell runs it in the project's root.",
    )
    prepare: str = Field(default="", description="A command that builds what the tests need, run before the checks.")
    checks: tuple[str, ...] = Field(
        default=("parse", "imports", "api", "cycles", "tests"), description="The checks, in order."
    )
    commands: dict[str, str] = Field(
        default_factory=dict, description="For the check `command`: name → shell command that must exit 0."
    )
    select: Literal["impacted", "all"] = Field(
        default="impacted", description="Which tests run after a step; the end of a phase runs all."
    )
    timeout: Annotated[str, AfterValidator(_timeout)] = Field(
        default="15m",
        json_schema_extra={"pattern": f"^{TIMEOUT_PATTERN}$"},
        description="How long one command may take: `90s`, `15m`, `2h`.",
    )
    imports: ImportsTable = Field(default=ImportsTable(), description="For the check `imports`.")
    equivalence: EquivalenceTable = Field(default=EquivalenceTable(), description="For the check `equivalence`.")
    probe: ProbeTable = Field(default=ProbeTable(), description="For the check `probe`.")
    on_red: Literal["rollback", "bisect"] = Field(
        default="rollback",
        description="What becomes of a red step: nothing of it stays, or its files and hunks that are green by themselves land.",
    )
    bisect: BisectTable = Field(default=BisectTable(), description='For `on_red = "bisect"`.')
    where: Literal["worktree", "in-place"] = Field(
        default="worktree", description="Where steps are carried out and judged."
    )

    @property
    def seconds(self) -> int:
        """The timeout as a number."""
        return _seconds(self.timeout)


class CompatTable(Table):
    """`[compat]`: what compat modules say."""

    remove_in: Annotated[str, AfterValidator(_version)] | None = Field(
        default=None, description="The version in which compat code goes; every DeprecationWarning names it."
    )


class RemovalTable(Table):
    """A declared removal."""

    name: OneLine = Field(min_length=1, description="A public dotted name, a module or a test id; `*` globs.")
    reason: OneLine = Field(min_length=1, description="Why it goes; the tracker shows it.")

    def removal(self) -> Removal:
        """The same as a noun of the model."""
        return Removal(self.name, self.reason)


class Step(Table):
    """`[[phase.step]]`: one codemod with its options. Keys that are not named here are the codemod's options."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True, defer_build=True)

    id: Id = Field(description="Names the step in commits, ledger and options; unique in the plan.")
    title: OneLine = Field(default="", description="What a reader of the tracker sees.")
    codemod: str = Field(description="The codemod's name; `migrate codemods` lists them.")
    needs: tuple[str, ...] = Field(default=(), description="Ids of earlier steps that must be green first.")
    when: Annotated[str, AfterValidator(_when)] = Field(
        default="",
        json_schema_extra={"pattern": f"^({WHEN_PATTERN})?$"},
        description="A condition on the project's version, such as `version >= 0.4.0`; until it holds the step is not due.",
    )
    claims: tuple[Claim, ...] = Field(
        default=(), description="Statements about the code that must hold before the step."
    )
    checks: tuple[str, ...] = Field(default=(), description="Checks in addition to those of `[gate]`.")
    removes: tuple[RemovalTable, ...] = Field(
        default=(), description="Public names and tests that go on purpose, each with a reason."
    )
    available: bool = Field(
        default=True, description="false: the codemod does not exist yet; the step is shown and not run."
    )
    severity: Grade = Field(default="", description="How much the step matters; the tracker shows it.")
    effort: OneLine = Field(default="", description="How long a person would take; the tracker shows it.")
    owner: OneLine = Field(default="", description="Who answers for the step; the tracker shows it.")
    questions: tuple[OneLine, ...] = Field(default=(), description="What is still open; the tracker shows it.")

    @property
    def options(self) -> dict[str, object]:
        """The codemod's options as written."""
        return dict(self.model_extra or {})


class Phase(Table):
    """`[[phase]]`: ordered steps that are judged together."""

    id: int | Id = Field(description="Names the phase; unique in the plan.")
    title: OneLine = Field(default="", description="What a reader of the tracker sees.")
    description: str = Field(default="", description="Markdown that the tracker shows below the title.")
    step: tuple[Step, ...] = Field(default=(), description="The phase's steps, in the order in which they run.")
    available: bool = Field(
        default=True, description="false: none of its steps can run yet; they are shown and not run."
    )
    severity: Grade = Field(default="", description="How much the phase matters; the tracker shows it.")
    effort: OneLine = Field(default="", description="How long a person would take; the tracker shows it.")
    owner: OneLine = Field(default="", description="Who answers for the phase; the tracker shows it.")
    questions: tuple[OneLine, ...] = Field(default=(), description="What is still open; the tracker shows it.")


class Plan(Table):
    """The whole of `migration.toml`. `load` gives one; its steps, options and names have been checked."""

    project: Project
    gate: GateTable = Field(default=GateTable(), description="What judges the tree after every step.")
    compat: CompatTable = Field(default=CompatTable(), description="What compat modules say.")
    analyze: dict[str, object] = Field(
        default_factory=dict, description="`exclude` (globs), and a table of options for each analyzer."
    )
    phase: tuple[Phase, ...] = Field(default=(), description="The phases, in the order in which they run.")

    _path: Path = PrivateAttr(default=Path(PLAN_NAME))

    @property
    def path(self) -> Path:
        """The plan's file, absolute."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where the plan lies; the user's own `codemods/` and `analyzers/` lie beside it."""
        return self._path.parent

    @property
    def project_root(self) -> Path:
        """The target's root on the disk, symlinks resolved."""
        return Path(os.path.realpath(self.folder / self.project.root))

    @property
    def layout(self) -> Layout:
        """How the target is read, as written; `source_roots` infers import roots that are left out."""
        return Layout(self.project.source, self.project.also)

    def steps(self) -> Iterator[tuple[Phase, Step]]:
        """Every step with its phase, in the order in which they run."""
        for phase in self.phase:
            for step in phase.step:
                yield phase, step

    def find_step(self, step_id: str) -> tuple[Phase, Step]:
        """The step of that id. Raises MigrateError with the nearest ids."""
        found = {step.id: (phase, step) for phase, step in self.steps()}
        if step_id not in found:
            raise MigrateError(f"the plan has no step `{step_id}`", guess(step_id, list(found)))
        return found[step_id]

    def find_phase(self, phase_id: int | str) -> Phase:
        """The phase of that id. Raises MigrateError with the nearest ids."""
        found = {str(phase.id): phase for phase in self.phase}
        if str(phase_id) not in found:
            raise MigrateError(f"the plan has no phase `{phase_id}`", guess(str(phase_id), list(found)))
        return found[str(phase_id)]

    def options(self, step: Step) -> dict[str, object]:
        """The step's options with what `[compat]` fills in; of a step that is not available, as written."""
        return with_defaults(step.options, self._codemod_of(step), self.compat.remove_in)

    def codemod(self, step: Step) -> codemods.Codemod:
        """The step's codemod with its typed options. Raises MigrateError where it does not exist."""
        return codemods.make(step.codemod, self.options(step), self.folder)

    def analyzer_options(self, name: str) -> dict[str, object]:
        """The options that `[analyze.<name>]` sets, as written."""
        table = self.analyze.get(name, {})
        return dict(table) if isinstance(table, Mapping) else {}

    @property
    def exclude(self) -> tuple[str, ...]:
        """`[analyze] exclude`: globs of files that no analyzer reads."""
        globs = self.analyze.get("exclude", ())
        return tuple(str(glob) for glob in globs) if isinstance(globs, list | tuple) else ()

    @property
    def digest(self) -> str:
        """Names the plan's content: comments, layout and the order of keys do not count, every value does."""
        return _digest(self.model_dump(mode="json", by_alias=True, exclude_unset=True))

    def step_digest(self, step: Step) -> str:
        """Names what the step does: its codemod, options, checks and declared removals, not its title or its place."""
        return _digest({
            "codemod": step.codemod,
            "options": self.options(step),
            "checks": list(step.checks),
            "removes": [removal.model_dump() for removal in step.removes],
        })  # fmt: skip

    def _codemod_of(self, step: Step) -> type[codemods.Codemod] | None:
        return codemods.load(step.codemod, self.folder) if step.codemod in codemods.find(self.folder) else None


def is_due(when: str, version: str | None) -> bool:
    """Whether a step's `when` holds for a project of this version. Raises MigrateError where there is no version to ask."""
    if not when:
        return True
    if version is None:
        raise MigrateError(
            f"`when = {shown(when)}` asks for the project's version, and none was found",
            'give `version = "…"` in [project] of pyproject.toml, or `__version__ = "…"` in the package',
        )
    from packaging.version import InvalidVersion, Version

    try:
        return _condition(when).contains(Version(version), prereleases=True)
    except InvalidVersion:
        raise MigrateError(
            f"the project's version {shown(version)} is not one that can be compared", "see PEP 440"
        ) from None


def project_version(plan: Plan) -> str | None:
    """The version of the plan's target, as its pyproject.toml or its `__version__` says; None where neither does."""
    return version_of(Workspace(plan.project_root, plan.layout))


def with_defaults(
    options: dict[str, Any], codemod: type[codemods.Codemod] | None, remove_in: str | None
) -> dict[str, Any]:
    if codemod is None or remove_in is None or "remove_in" in options or "remove_in" not in keys_of(codemod.Options):
        return options
    return {**options, "remove_in": remove_in}


def _digest(data: Json) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
