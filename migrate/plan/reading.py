"""Reads a plan, and tells everything that is wrong with it in one go."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from migrate import codemods
from migrate.deferred import keys_of, table_of
from migrate.errors import MigrateError
from migrate.home import is_beside
from migrate.model import Json
from migrate.plan.tables import CHECKS, Plan, Step, Table, inside, with_defaults
from migrate.plan.toml_lines import KeyPath, key_lines
from migrate.plan.wording import guess, shown


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
            plan = table_of(Plan, self.data)
        except ValueError as error:
            self._complain(error, (), self.data, Plan)
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

    def _complain(self, error: ValueError, at: KeyPath, data: object, kind: type[Any], whose: str = "") -> None:
        """Say what pydantic found wrong with the table at a place."""
        from pydantic import ValidationError

        from migrate.plan.complaints import complaints  # all is well with most plans

        if not isinstance(error, ValidationError):
            raise error
        for path, sentence in complaints(error, data, kind):
            self.say((*at, *path), f"{whose}{sentence}")

    def _where(self, path: KeyPath) -> str:
        if path[:1] != ("phase",):
            return f"[{path[0]}]" if path and path[0] in keys_of(Plan) else ""
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
        root = Path(os.path.realpath(self.path.parent / given))
        if not root.is_dir():
            self.say(at, f"`root` {shown(given)} is not a folder beside the plan")
            return None
        if not is_beside(root, self.path):
            self.say(at, f"`root` {shown(given)} leads out of the plan's repository")
            return None
        source = project.get("source") if isinstance(project, dict) else None
        for text in source if isinstance(source, list) else ():
            if isinstance(text, str) and _lies_inside(text) and not (root / text).is_dir():
                self.say(("project", "source"), f"`source` {shown(text)} is not a folder in the project")
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
                from migrate import analyzers

                known = ["exclude", *analyzers.find(self.path.parent)]
                self.say(at, f"`{key}` must be a table of options, as in [analyze.duplicates]; {guess(key, known)}")
            else:
                self._analyzer(key, value, at)

    def _analyzer(self, name: str, options: dict[str, Json], at: KeyPath) -> None:
        from pydantic import TypeAdapter

        from migrate import analyzers

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
        except ValueError as error:
            self._complain(error, at, options, Table)

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
        own, options_keys = keys_of(Step), list(keys_of(codemod.Options).values())
        written = {key: value for key, value in step.items() if key not in own}
        for key in [key for key in written if key not in options_keys]:
            del written[key]
            self.say((*at, key), f"unknown key `{key}`; {guess(key, [*options_keys, *own])}")
        compat = self.data.get("compat")
        remove_in = compat.get("remove_in") if isinstance(compat, dict) else None
        filled = with_defaults(written, codemod, remove_in if isinstance(remove_in, str) else None)
        try:
            options = table_of(codemod.Options, filled)
        except ValueError as error:
            self._complain(error, at, filled, codemod.Options, f"{name}: ")
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
            inside(text)
        except ValueError as error:
            self.say(at, f"`{key}`: {error}")
            return
        if root is None:
            return
        fixed = re.split(r"[*?\[]", text, maxsplit=1)[0]
        if not Path(os.path.realpath(root / fixed)).is_relative_to(root):
            self.say(at, f"`{key}`: {shown(text)} leads out of the project through a symlink")


def _lies_inside(text: str) -> bool:
    try:
        inside(text)
    except ValueError:
        return False  # said already
    return True


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


def _one_sentence(error: MigrateError) -> str:
    return "; ".join(part for part in (error.what, error.hint) if part).replace("\n", " ")


def _shown(path: Path) -> str:
    """The path as a person in this folder would type it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
