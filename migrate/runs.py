"""What is kept of a run that left no commit: its result, its diff and its gate's logs, under `.migrate/runs/` (ignored by git)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from migrate.errors import MigrateError
from migrate.ledger import FOLDER, RUNS, UNDO, refusal_from, table_from, to_json, verdict_from
from migrate.model import Json, Refusal, Table, Verdict

Result = Literal["red", "partial", "refused", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class Run:
    """The last try of a step that did not become a commit. `stale` are claims that did not hold, in `lines`."""

    step: str
    result: Result
    refusals: tuple[Refusal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)


def require_folder(root: Path) -> None:
    """Raise MigrateError where a symlink would take our records out of the project."""
    for place in (FOLDER, RUNS, UNDO):
        if (root / place).is_symlink():
            raise MigrateError(f"{place} is a symlink: records would be written elsewhere", f"git rm {place}")


def folder(root: Path, step: str) -> Path:
    """Where the evidence of this step lies: `result.json`, `diff.patch`, and the gate's logs."""
    return root / RUNS / "".join(c if c.isalnum() or c in "._-" else "_" for c in step)


def fresh(root: Path, step: str) -> Path:
    """The same folder, empty. The first call makes `.migrate/runs/`, which tells git by itself to ignore it."""
    require_folder(root)
    there = folder(root, step)
    shutil.rmtree(there, ignore_errors=True)
    there.mkdir(parents=True)
    ignore = root / RUNS / ".gitignore"
    if not ignore.is_file():
        ignore.write_text("*\n", encoding="utf-8")
    return there


def drop(root: Path, step: str) -> None:
    """Nothing of this step needs to be kept: it is green."""
    shutil.rmtree(folder(root, step), ignore_errors=True)


def write_diff(root: Path, step: str, diff: bytes, name: str = "diff.patch") -> None:
    """Keep what the step would have changed, or `rest.patch`, what of it has not landed, as `git apply` takes it."""
    (folder(root, step) / name).write_bytes(diff)


def write_traceback(root: Path, step: str, text: str) -> None:
    """Keep where the step's codemod raised."""
    (folder(root, step) / "traceback.txt").write_text(text, encoding="utf-8", errors="backslashreplace")


def write(root: Path, run: Run) -> Path:
    """Keep this result as the step's last try, and say where."""
    there = folder(root, run.step)
    if not there.is_dir():
        fresh(root, run.step)
    data = asdict(run)
    for refusal in data["refusals"]:
        refusal["where"] = to_json(refusal["where"])
    (there / "result.json").write_text(json.dumps(data, indent=1, sort_keys=True, default=str) + "\n", encoding="utf-8")
    return there


def load(root: Path) -> dict[str, Run]:
    """The last tries by step id; a file that is not one is passed over (it is evidence for people, nothing rests on it)."""
    found = {}
    for file in sorted((root / RUNS).glob("*/result.json")):
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            refusals = tuple(refusal_from(item) for item in data["refusals"])
            verdicts = tuple(verdict_from(item) for item in data["verdicts"])
            tables = tuple(table_from(item) for item in data.get("tables", ()))
            lines = tuple(data["lines"])
            run = Run(**{**data, "refusals": refusals, "verdicts": verdicts, "lines": lines, "tables": tables})
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found[run.step] = run
    return found
