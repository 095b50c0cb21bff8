"""What must hold: the committed baseline, and the gate on the tree as it is."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path, PurePosixPath

from migrate import gate, ledger, runs
from migrate.analysis.metrics import measure_tree
from migrate.errors import MigrateError
from migrate.forecast import Say, schedule
from migrate.gate import Baseline, Judged
from migrate.model import Json, Verdict
from migrate.plan import GateTable, Plan

PROGRAM = re.compile(r"(?<![^\s;&|(=])((?:[\w.-]+/)+[\w.-]+)(?![^\s;&|)])")


def read_baseline(root: Path) -> tuple[Baseline, Json] | None:
    """The committed baseline of this project with the metrics before the first step; None where no step has run."""
    file = root / ledger.BASELINE
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Baseline.from_json(data["gate"]), data["metrics"]
    except (ValueError, KeyError, TypeError) as error:
        raise MigrateError(
            f"{ledger.BASELINE} cannot be read: {error}", "restore it from git, or: migrate gate --rebaseline"
        ) from error


def baseline_text(baseline: Baseline, metrics: Json) -> bytes:
    """The baseline as it is committed."""
    return (json.dumps({"gate": baseline.to_json(), "metrics": metrics}, indent=1, sort_keys=True) + "\n").encode()


def all_checks(plan: Plan, table: GateTable) -> GateTable:
    """The gate with the checks of every step in it: what a baseline must be taken for."""
    names = dict.fromkeys((*table.checks, *(check for _, step in plan.steps() for check in step.checks)))
    return table.model_copy(update={"checks": tuple(names)})


def at_hand(command: str, checkout: Path, tree: Path) -> str:
    """The command with each relative program that `tree` lacks, as `.venv/bin/pytest` that git ignores, called in `checkout`."""

    def called(match: re.Match[str]) -> str:
        there = checkout / match[1]
        missing = tree != checkout and not (tree / match[1]).exists()
        return shlex.quote(str(there)) if missing and there.is_file() and os.access(there, os.X_OK) else match[1]

    return PROGRAM.sub(called, command)


def judge_as_is(plan: Plan, phase: str | None, step: str | None, say: Say) -> tuple[Verdict, ...]:
    """The whole gate on the tree as it lies on the disk, against the committed baseline and what the ledger says has moved."""
    root = plan.project_root
    entries = ledger.load(root)
    kept = read_baseline(root)
    if kept is None:
        raise MigrateError(
            f"{root / ledger.BASELINE} is not there: nothing says what must hold",
            "migrate gate --rebaseline, and commit the file",
        )
    chosen = [item.step for item in schedule(plan, entries, phase, step)] if phase or step else []
    judged = Judged(
        root=root,
        before=None,
        layout=plan.layout,
        changes=(),
        moves=ledger.moves(entries),
        removals=ledger.removals(entries),
        redefinitions=ledger.redefinitions(entries),
        full=True,
        runs=runs.fresh(root, "gate"),
    )
    checks = dict.fromkeys((*plan.gate.checks, *(check for one in chosen for check in one.checks)))
    return gate.judge(plan.gate, tuple(checks), kept[0].after(ledger.gained(entries)), judged, say)


def rebaseline(plan: Plan, say: Say) -> PurePosixPath:
    """Write `.migrate/baseline.json` from the tree as it is, and say where it lies. It is the user's to commit."""
    root = plan.project_root
    baseline = gate.take_baseline(all_checks(plan, plan.gate), root, plan.layout, runs.fresh(root, "baseline"), say)
    file = root / ledger.BASELINE
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(baseline_text(baseline, measure_tree(plan, root)))
    fresh.replace(file)
    return ledger.BASELINE
