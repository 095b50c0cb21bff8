"""Runs the project's tests with the recorder in them, and reads what it wrote down."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from migrate.gate import commands
from migrate.gate.fresh import hide
from migrate.gate.tree import Tree
from migrate.model import Json
from migrate.plan import GateTable

RECORDER = Path(__file__).with_name("pytest_recorder.py")
PLUGIN = "migrate_gate_recorder"
State = Literal["passed", "xfailed", "skipped", "failed"]
WORSE: dict[str, int] = {"passed": 0, "xfailed": 1, "skipped": 2, "failed": 3}
UNSTEADY = (
    (re.compile(r"0x[0-9a-fA-F]{6,}"), "0x?"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "uuid?"),
)
"""Parts of ids that differ from run to run."""


@dataclass
class Suite:
    """One run of the suite: how each test ended, and why the run itself is no good, if it is not."""

    ran: commands.Ran
    states: dict[str, State] = field(default_factory=dict)
    """Test id → how it ended. A file or class that could not be collected has its own id."""
    why: dict[str, str] = field(default_factory=dict)
    collected: set[str] = field(default_factory=set)
    problem: str = ""
    origins: dict[str, str] = field(default_factory=dict)
    """Imported module of the project → the file it came from."""

    def ids(self, *states: State) -> frozenset[str]:
        """The ids that ended so."""
        return frozenset(name for name, state in self.states.items() if state in states)

    def end(self, name: str, state: State, why: str) -> None:
        """Note how a test ended; of several ends under one id the worst counts."""
        if WORSE[state] >= WORSE.get(self.states.get(name, ""), -1):
            self.states[name] = state
            if why:
                self.why[name] = why


def run_tests(
    gate: GateTable,
    tree: Tree,
    runs: Path,
    name: str,
    *,
    files: Iterable[PurePosixPath] | None = None,
    ids: Iterable[str] | None = None,
    collect: bool = False,
) -> Suite:
    """Run `[gate] run` in that tree; with `files` or `ids` only what they name. The tree gets no bytecode and no cache."""
    record = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=runs)).resolve()
    plugin = record / "plugin"
    plugin.mkdir()
    shutil.copyfile(RECORDER, plugin / f"{PLUGIN}.py")
    told = {
        "record": str(record),
        "root": str(tree.root),
        "names": sorted({module.partition(".")[0] for module in tree.offered}),
        "files": None if files is None else sorted(str(tree.root / path) for path in files),
        "ids": None if ids is None else sorted(ids),
    }
    (record / "told.json").write_text(json.dumps(told), "utf-8")
    paths = [*tree.import_paths(), plugin]
    env = commands.environment(paths, {"MIGRATE_GATE_TOLD": str(record / "told.json")})
    env["PYTEST_PLUGINS"] = ",".join([PLUGIN, *filter(None, [env.get("PYTEST_PLUGINS")])])
    if collect:
        env["PYTEST_ADDOPTS"] = f"{env.get('PYTEST_ADDOPTS', '')} --collect-only".strip()
    ran = commands.run(gate.run, tree.root, runs / f"{name}.log", commands.seconds(gate.timeout), env)
    return _read(record, ran, tree.root)


def _read(record: Path, ran: commands.Ran, root: Path) -> Suite:
    suite = Suite(ran)
    sessions = sorted(record.glob("session-*.jsonl"))
    for session in sessions:
        facts = [json.loads(line) for line in session.read_text("utf-8").splitlines() if line.endswith("}")]
        problem = _session(suite, facts, root)
        suite.problem = suite.problem or problem
    for origins in sorted(record.glob("origins-*.jsonl")):
        suite.origins.update(json.loads(origins.read_text("utf-8")))
    if ran.exit is None:
        suite.problem = f"`{ran.command}` was stopped after {ran.seconds:.0f} s" + (
            f", in {suite.problem.removeprefix('in ')}" if suite.problem.startswith("in ") else ""
        )
    elif suite.problem.startswith("in "):
        suite.problem = f"pytest did not get to its end ({ran.ended}), {suite.problem}"
    elif not sessions:
        suite.problem = f"`{ran.command}` ran no pytest that our recorder could join ({ran.ended})"
    shutil.rmtree(record, ignore_errors=True)
    return suite


def _session(suite: Suite, facts: list[Json], root: Path) -> str:
    """Take in one session's record; why it is no good, or an empty text."""
    began, end = "", None
    last: dict[tuple[str, str], Json] = {}
    for fact in facts:
        if "begin" in fact:
            began = fact["begin"]
        elif "finish" in fact and fact["finish"] == began:
            began = ""
        elif "id" in fact:
            name = steady(fact["id"], root)
            if fact.get("sub"):
                if fact["outcome"] == "failed":
                    suite.end(name, "failed", fact["why"])
            elif fact["outcome"] != "rerun":
                last[fact["id"], fact["when"]] = fact
        elif "collect" in fact:
            suite.end(steady(fact["collect"], root), fact["outcome"], hide(fact["why"], root))
        elif "collected" in fact:
            suite.collected.add(steady(fact["collected"], root))
        elif "end" in fact:
            end = fact["end"]
    worst: dict[str, tuple[State, str]] = {}
    for (name, _), fact in last.items():
        state, why = _state(fact), hide(fact.get("why", ""), root)
        if name not in worst or WORSE[state] >= WORSE[worst[name][0]]:
            worst[name] = state, why
    for name, (state, why) in worst.items():
        suite.end(steady(name, root), state, why)
    if end is None:
        return f"in {began}" if began else "in its collection or between two tests"
    return {2: "pytest was interrupted", 3: "pytest had an internal error", 4: "pytest was called in a wrong way"}.get(
        end, ""
    )


def _state(fact: Json) -> State:
    if "wasxfail" in fact and fact["outcome"] != "failed":
        return "xfailed"
    outcome: State = fact["outcome"] if fact["outcome"] in WORSE else "failed"
    return outcome


def steady(name: str, root: Path) -> str:
    """The id without the parts that differ from run to run or from place to place."""
    path, colons, rest = name.partition("::")
    for pattern, instead in UNSTEADY:
        rest = pattern.sub(instead, rest)
    return path + colons + hide(rest, root)
