"""Asks fresh interpreters of the target about its modules: whether they import, whether two names are one object."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import MigrateError
from migrate.gate import commands
from migrate.gate.tree import Tree
from migrate.model import Json
from migrate.plan import GateTable

SCRIPT = Path(__file__).with_name("fresh_imports.py")
ONE = 120
"""Seconds that one import may take."""
MANY = 20
"""From so many tasks on, the project's modules are compiled once for all of them."""

Task = tuple[str, ...]
DIFFERENT = "two objects"
"""The answer for ("same", …) where both names are there."""


def ask(gate: GateTable, tree: Tree, tasks: Iterable[Task], runs: Path, name: str) -> dict[Task, str]:
    """Task → empty where it went well, else why not.

    Tasks: ("same", name, name), ("has", name), ("calls", name, name), ("member", name, name).
    """
    said = learn(gate, tree, tasks, runs, name)
    return {task: text if isinstance(text, str) else "" for task, text in said.items()}


def learn(gate: GateTable, tree: Tree, tasks: Iterable[Task], runs: Path, name: str) -> dict[Task, Json]:
    """Task → what was learnt, or why nothing was, as a text.

    Tasks: ("loads", module), ("absent", names), ("exceptions", module), ("as before", module, facts), see `fresh_imports`; and
    those of `ask`.
    """
    wanted = sorted(set(tasks))
    if not wanted:
        return {}
    answers = runs / f"{name}.jsonl"
    answers.unlink(missing_ok=True)
    paths = tree.import_paths()
    told = {
        "paths": [str(path) for path in paths],
        "tasks": wanted,
        "jobs": os.cpu_count() or 1,
        "limit": ONE,
        "answers": str(answers),
        "compile": [str(tree.root / file.path) for file in tree.offered.values()] if len(wanted) >= MANY else [],
    }
    ran = commands.run(
        [*commands.interpreter(gate.run, tree.root), "-W", "ignore", str(SCRIPT)],
        tree.root,
        runs / f"{name}.log",
        commands.seconds(gate.timeout),
        commands.environment(paths, {"PYTHONWARNINGS": "ignore"}),
        json.dumps(told).encode(),
    )
    found: dict[Task, Json] = {}
    if answers.exists():
        found = {tuple(task): said for task, said in map(json.loads, answers.read_text("utf-8").splitlines())}
    if ran.exit != 0 and len(found) < len(wanted):
        if ran.exit is None:
            return {task: found.get(task, f"not done after {ran.seconds:.0f} s") for task in wanted}
        raise MigrateError(
            f"the project's interpreter cannot be asked about its modules: {ran.ended}: {' '.join(ran.tail(3))}",
            "`[gate] run` must start a Python of 3.8 or later that is installed here",
        )
    return {task: _hidden(found[task], tree.root) for task in wanted}


def _hidden(said: Json, root: Path) -> Json:
    if isinstance(said, str):
        return hide(said, root)
    if isinstance(said, list):
        return [_hidden(item, root) for item in said]
    return {key: _hidden(item, root) for key, item in said.items()} if isinstance(said, dict) else said


def hide(text: str, root: Path) -> str:
    """The text without the place of this tree on this machine."""
    for path in {str(root), str(root.resolve())}:
        text = text.replace(f"{path}/", "").replace(path, ".")
    return text


@dataclass(frozen=True)
class Imported:
    """What importing modules one by one came to."""

    failing: Mapping[str, str]
    """Module → why a fresh interpreter cannot import it."""
    loads: Mapping[str, frozenset[str]]
    """Module → the packages and modules of others that importing it loads; those of the standard library are apart."""
    standard: Mapping[str, frozenset[str]]


def imported(gate: GateTable, tree: Tree, modules: Iterable[str], runs: Path, name: str) -> Imported:
    """Import each of these modules in a fresh interpreter."""
    said = {task[1]: found for task, found in learn(gate, tree, (("loads", m) for m in modules), runs, name).items()}
    well = {module: found for module, found in said.items() if isinstance(found, dict)}
    theirs = {
        module: frozenset(n for n in found["other"] if _top(n) not in tree.tops) for module, found in well.items()
    }
    return Imported(
        {module: why for module, why in said.items() if isinstance(why, str)},
        theirs,
        {module: frozenset(found["standard"]) for module, found in well.items()},
    )


def _top(name: str) -> str:
    return name.partition(".")[0]
