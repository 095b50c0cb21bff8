"""The plan: `migration.toml` as typed nouns, where to find it, and everything that can be wrong with it in one go."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, TypeAdapter, ValidationError

from migrate import analyzers, codemods
from migrate.claims import Claim
from migrate.complaints import complaints, guess, shown
from migrate.errors import MigrateError
from migrate.home import PLAN_NAME
from migrate.model import Json, Removal
from migrate.options import Options
from migrate.toml_lines import KeyPath, key_lines
from migrate.version import version_of
from migrate.workspace import Layout, Workspace

CHECKS = ("parse", "imports", "api", "cycles", "tests", "command")
"""What `[gate] checks` and a step's `checks` may name."""

TIMEOUT_PATTERN = "([1-9][0-9]{0,5})([smh])"
WHEN_PATTERN = r"version\s*((?:[<>]=?|[=!~]=)\s*[0-9].*)"
UNITS = {"s": 1, "m": 60, "h": 3600}


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
    try:
        Version(text)
    except InvalidVersion:
        raise ValueError(f'must be a version such as "0.4.0", not {shown(text)}') from None
    return text


def _inside(text: str) -> str:
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
Inside = Annotated[str, AfterValidator(_inside)]
Grade = Literal["critical", "high", "medium", "low", ""]


class Table(BaseModel):
    """Base of every table in a plan: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


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
    on_red: Literal["rollback"] = Field(default="rollback", description="What becomes of a red step.")
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

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

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
        return (self.folder / self.project.root).resolve()

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
        return _filled(step.options, self._codemod_of(step), self.compat.remove_in)

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
    try:
        return _condition(when).contains(Version(version), prereleases=True)
    except InvalidVersion:
        raise MigrateError(
            f"the project's version {shown(version)} is not one that can be compared", "see PEP 440"
        ) from None


def project_version(plan: Plan) -> str | None:
    """The version of the plan's target, as its pyproject.toml or its `__version__` says; None where neither does."""
    return version_of(Workspace(plan.project_root, plan.layout))


def load(path: Path) -> Plan:
    """The plan in this file. Raises MigrateError that tells all that is wrong with it, one line each, in order."""
    path = path.absolute()
    data, lines = _read(path)
    return _Reading(path, data, lines).plan()


def _read(path: Path) -> tuple[dict[str, Json], dict[KeyPath, int]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise MigrateError(
            f"{_shown(path)} cannot be read: {error.strerror}", "`migrate init` writes a plan"
        ) from error
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise MigrateError(
            f"{_shown(path)}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8", "save the plan as UTF-8"
        ) from error
    try:
        return tomllib.loads(text), key_lines(text)
    except (ValueError, RecursionError) as error:
        what = str(error) if isinstance(error, ValueError) else "nested too deeply"
        if place := re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", what):
            what = what[: place.start()]
            at = f"{place[1]}:{place[2]}" if place[1] else str(text.count("\n") + 1)
            raise MigrateError(f"{_shown(path)}:{at}: not TOML: {what[:1].lower()}{what[1:]}") from error
        raise MigrateError(f"{_shown(path)}:1: not TOML: {what}") from error


class _Reading:
    """One reading of a plan: collects whatever is wrong, and goes on as long as a next check makes sense."""

    def __init__(self, path: Path, data: dict[str, Json], lines: dict[KeyPath, int]) -> None:
        self.path = path
        self.data = data
        self.lines = lines
        self.said: set[tuple[int, str]] = set()

    def plan(self) -> Plan:
        plan = None
        try:
            plan = Plan.model_validate_json(json.dumps(self.data, default=str), strict=True)
        except ValidationError as error:
            for path, sentence in complaints(error, self.data, Plan):
                self.say(path, sentence)
        root = self._root()
        self._checks(("gate",))
        self._analyze()
        self._ids()
        for phase, step, at in self._steps():
            self._checks(at)
            self._codemod(phase, step, at, root)
            self._claim_paths(step, at, root)
        if self.said or plan is None:
            lines = [f"{_shown(self.path)}:{line}: {sentence}" for line, sentence in sorted(self.said)]
            raise MigrateError("\n".join(lines), "docs/plan.md and `migrate schema` say what a plan may hold")
        plan._path = self.path
        return plan

    def say(self, path: KeyPath, sentence: str) -> None:
        """Note what is wrong at `path`, or at the nearest table around it that is written down."""
        where = self._where(path)
        while path not in self.lines:
            path = path[:-1]
        self.said.add((self.lines[path], f"{where}: {sentence}" if where else sentence))

    def _where(self, path: KeyPath) -> str:
        if path[:1] != ("phase",):
            return f"[{path[0]}]" if path and path[0] in Plan.model_fields else ""
        names, at = [], self.data
        for kind, position in zip(path[::2], path[1::2], strict=False):
            if kind not in ("phase", "step") or not isinstance(position, int):
                break
            at = at[kind][position]
            name = at.get("id") if isinstance(at, dict) else None
            names.append(f"{kind} {name}" if isinstance(name, int | str) and name != "" else f"{kind} #{position + 1}")
        return ", ".join(names)

    def _steps(self) -> Iterator[tuple[dict[str, Json], dict[str, Json], KeyPath]]:
        """Whatever looks like a step, with its phase and its place, however broken its neighbours are."""
        phases = self.data.get("phase")
        for p, phase in enumerate(phases if isinstance(phases, list) else ()):
            steps = phase.get("step") if isinstance(phase, dict) else None
            for s, step in enumerate(steps if isinstance(steps, list) else ()):
                if isinstance(step, dict):
                    yield phase, step, ("phase", p, "step", s)

    def _root(self) -> Path | None:
        project = self.data.get("project")
        given = project.get("root", ".") if isinstance(project, dict) else "."
        at: KeyPath = ("project", "root")
        if not isinstance(given, str):
            return None
        if "\0" in given or "\\" in given or Path(given).is_absolute():
            self.say(at, f"`root` must be relative to the plan, with `/`, not {shown(given)}")
            return None
        root = (self.path.parent / given).resolve()
        if not root.is_dir():
            self.say(at, f"`root` {shown(given)} is not a folder beside the plan")
            return None
        here = self.path.parent.resolve()
        home = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
        if not root.is_relative_to(home):
            self.say(at, f"`root` {shown(given)} leads out of the plan's repository")
            return None
        return root

    def _checks(self, table: KeyPath) -> None:
        names = _at(self.data, (*table, "checks"))
        for position, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name not in CHECKS:
                self.say((*table, "checks", position), f"no check is called {shown(name)}; {guess(name, CHECKS)}")

    def _analyze(self) -> None:
        table = self.data.get("analyze")
        for key, value in table.items() if isinstance(table, dict) else ():
            at: KeyPath = ("analyze", key)
            if key == "exclude":
                for position, glob in enumerate(value if isinstance(value, list) else ()):
                    self._lexically((*at, position), glob)
                if not isinstance(value, list) or not all(isinstance(glob, str) for glob in value):
                    self.say(at, "`exclude` must be a list of globs")
            elif not isinstance(value, dict):
                known = ["exclude", *analyzers.find(self.path.parent)]
                self.say(at, f"`{key}` must be a table of options, as in [analyze.duplicates]; {guess(key, known)}")
            else:
                self._analyzer(key, value, at)

    def _analyzer(self, name: str, options: dict[str, Json], at: KeyPath) -> None:
        try:
            kind = analyzers.load(name, self.path.parent).Options
        except MigrateError as error:
            self.say(at, _one_sentence(error))
            return
        known = [field.name for field in dataclasses.fields(kind)]
        for key in options:
            if key not in known:
                self.say((*at, key), f"unknown key `{key}`; {guess(key, known)}")
        try:
            TypeAdapter(kind).validate_json(json.dumps(options, default=str), strict=True)
        except ValidationError as error:
            for path, sentence in complaints(error, options, Table):
                self.say((*at, *path), sentence)

    def _ids(self) -> None:
        phases = self.data.get("phase")
        seen_phases: dict[str, KeyPath] = {}
        for position, phase in enumerate(phases if isinstance(phases, list) else ()):
            if isinstance(phase, dict) and isinstance(phase.get("id"), int | str):
                self._once("phase", str(phase["id"]), ("phase", position, "id"), seen_phases)
        seen: dict[str, KeyPath] = {}
        needs: dict[str, list[str]] = {}
        for _, step, at in self._steps():
            if isinstance(step.get("id"), str):
                self._once("step", step["id"], (*at, "id"), seen)
                wanted = step.get("needs")
                needs.setdefault(step["id"], wanted if isinstance(wanted, list) else [])
        order = {step_id: position for position, step_id in enumerate(seen)}
        cyclic: set[str] = set()
        for step_id in seen:
            cycle = _cycle(step_id, needs)
            if cycle and not cyclic.intersection(cycle):
                self.say((*seen[step_id][:-1], "needs"), f"`needs` goes in a circle: {' → '.join(cycle)}")
            cyclic.update(cycle)
        for _, step, at in self._steps():
            wanted = step.get("needs")
            for position, need in enumerate(wanted if isinstance(wanted, list) else ()):
                if not isinstance(need, str):
                    continue
                if need not in seen:
                    self.say(
                        (*at, "needs", position), f"`needs` an unknown step {shown(need)}; {guess(need, list(seen))}"
                    )
                elif order.get(step.get("id", ""), -1) < order[need] and need not in cyclic:
                    self.say(
                        (*at, "needs", position), f"`needs` step {need}, which comes later; move it before this one"
                    )

    def _once(self, kind: str, name: str, at: KeyPath, seen: dict[str, KeyPath]) -> None:
        if name in seen:
            self.say(at, f"the id {name} is taken by the {kind} at line {self.lines[seen[name]]}")
        else:
            seen[name] = at

    def _codemod(self, phase: dict[str, Json], step: dict[str, Json], at: KeyPath, root: Path | None) -> None:
        name = step.get("codemod")
        if not isinstance(name, str):
            return
        if step.get("available") is False or phase.get("available") is False:
            return
        try:
            codemod = codemods.load(name, self.path.parent)
        except MigrateError as error:
            self.say((*at, "codemod"), _one_sentence(error))
            return
        written = {key: value for key, value in step.items() if key not in Step.model_fields}
        for key in [key for key in written if key not in set(_option_keys(codemod.Options))]:
            del written[key]
            self.say(
                (*at, key),
                f"unknown key `{key}`; {guess(key, [*_option_keys(codemod.Options), *Step.model_fields])}",
            )
        compat = self.data.get("compat")
        remove_in = compat.get("remove_in") if isinstance(compat, dict) else None
        filled = _filled(written, codemod, remove_in if isinstance(remove_in, str) else None)
        try:
            options = codemod.Options.model_validate_json(json.dumps(filled, default=str), strict=True)
        except ValidationError as error:
            for path, sentence in complaints(error, filled, codemod.Options):
                self.say((*at, *path), f"{name}: {sentence}")
            return
        for option, names, text in options.names():
            if names.what in ("path", "glob"):
                self._lexically((*at, option), text, root)

    def _claim_paths(self, step: dict[str, Json], at: KeyPath, root: Path | None) -> None:
        claims = step.get("claims")
        for position, claim in enumerate(claims if isinstance(claims, list) else ()):
            if isinstance(claim, dict) and "path" in claim:
                self._lexically((*at, "claims", position, "path"), claim["path"], root)

    def _lexically(self, at: KeyPath, text: object, root: Path | None = None) -> None:
        """Refuse a path that leaves the project by its text or, where there is a root, through a symlink."""
        if not isinstance(text, str):
            return
        key = next(step for step in reversed(at) if isinstance(step, str))
        try:
            _inside(text)
        except ValueError as error:
            self.say(at, f"`{key}`: {error}")
            return
        if root is None:
            return
        fixed = re.split(r"[*?\[]", text, maxsplit=1)[0]
        if not (root / fixed).resolve().is_relative_to(root):
            self.say(at, f"`{key}`: {shown(text)} leads out of the project through a symlink")


def _option_keys(options: type[Options]) -> list[str]:
    return [info.alias or name for name, info in options.model_fields.items()]


def _filled(options: dict[str, Any], codemod: type[codemods.Codemod] | None, remove_in: str | None) -> dict[str, Any]:
    if (
        codemod is None
        or remove_in is None
        or "remove_in" in options
        or "remove_in" not in codemod.Options.model_fields
    ):
        return options
    return {**options, "remove_in": remove_in}


def _cycle(start: str, needs: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a step over its needs back to itself, or nothing."""
    ways, seen = [[start]], set[str]()
    for way in ways:
        for need in needs.get(way[-1], ()):
            if need == start:
                return [*way, start]
            if isinstance(need, str) and need not in seen:
                seen.add(need)
                ways.append([*way, need])
    return []


def _at(data: Json, path: KeyPath) -> Json:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else data[step] if isinstance(step, int) else None
    return data


def _digest(data: Json) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _one_sentence(error: MigrateError) -> str:
    return "; ".join(part for part in (error.what, error.hint) if part).replace("\n", " ")


def _shown(path: Path) -> str:
    """The path as a person in this folder would type it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
