"""The ledger: which step ran, on which tree, with which verdicts; one JSON line a step, in the step's own commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from migrate.errors import MigrateError
from migrate.model import Json, Location, Move, Outcome, Redefinition, Refusal, Removal, Table, Verdict
from migrate.python.imports import parents_of

FOLDER = ".migrate"
LEDGER = PurePosixPath(FOLDER, "ledger.jsonl")
BASELINE = PurePosixPath(FOLDER, "baseline.json")
UNDO = PurePosixPath(FOLDER, "undo")
RUNS = PurePosixPath(FOLDER, "runs")
TRACKERS = PurePosixPath("MIGRATION.md"), PurePosixPath("MIGRATION.html")
NOTES = b"<!-- migrate:notes -->", b"<!-- /migrate:notes -->"
"""What stands between these in a tracker is the user's, and kept when the tracker is written anew."""
ATTRIBUTES = PurePosixPath(FOLDER, ".gitattributes")
AS_THEY_ARE = b"* -text -filter -ident !working-tree-encoding\nledger.jsonl merge=union\n"
"""No setting of the project or its user changes our bytes; two branches' lines are both kept."""
RECORDS = (LEDGER, BASELINE, ATTRIBUTES)
TABLES, ROWS, CELL = 8, 40, 120
"""What a line keeps of what a codemod measured; `migrate plan --format json` has it whole before the step."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. It holds no clock and no commit id: the commit that carries it has both, and the same tree gives the same line.

    `plan` and `definition` are digests of the plan and of the step's own definition in it.
    `files` maps a path to (lines added, lines removed), (-1, -1) for a binary file. `tree_before` and `tree_after` are
    digests of the project's tracked files without `.migrate/`. `tables` are bounded. `gained` are what the gate saw newly hold, by check.
    `metrics` are what `migrate.analysis.metrics.measure` says of the tree after the step. `aside` maps the files of a step that
    landed in part to why the rest of their change did not; such a step is due still, and lands again as `part` 2, 3, ….
    """

    step: str
    action: Literal["apply", "undo"]
    phase: str
    codemod: str
    plan: str
    definition: str
    tree_before: str
    tree_after: str
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    removals: tuple[Removal, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    redefinitions: tuple[Redefinition, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    gained: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metrics: Mapping[str, Json] = field(default_factory=dict)
    aside: Mapping[str, str] = field(default_factory=dict)
    part: int = 1

    def line(self) -> str:
        """The entry as one line of JSON with its newline; the same entry gives the same bytes."""
        data = asdict(self)
        for refusal in data["refusals"]:
            refusal["where"] = to_json(refusal["where"])
        return json.dumps(data, sort_keys=True, separators=(",", ":"), default=str) + "\n"

    @classmethod
    def parse(cls, line: str) -> Entry:
        """The entry of one line. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
        data = json.loads(line)
        return cls(**{
            **data,
            "files": {path: (added, removed) for path, (added, removed) in data["files"].items()},
            "moves": tuple(Move(**move) for move in data["moves"]),
            "removals": tuple(Removal(**removal) for removal in data["removals"]),
            "refusals": tuple(refusal_from(item) for item in data["refusals"]),
            "redefinitions": tuple(Redefinition(**item) for item in data.get("redefinitions", ())),
            "notes": tuple(data["notes"]),
            "tables": tuple(table_from(item) for item in data.get("tables", ())),
            "verdicts": tuple(verdict_from(item) for item in data["verdicts"]),
            "gained": {check: tuple(ids) for check, ids in data["gained"].items()},
        })  # fmt: skip


def undo_file(step: str, part: int = 1) -> PurePosixPath:
    """Where the reverse diff of this step lies, compressed; a squash merge keeps it where it would lose the commit."""
    return UNDO / (f"{step}.patch.gz" if part == 1 else f"{step}+{part}.patch.gz")


def to_json(where: Mapping[str, Json] | None) -> Json:
    """A location as JSON takes it."""
    return None if where is None else {**where, "path": str(where["path"])}


def refusal_from(data: Mapping[str, Json]) -> Refusal:
    """The refusal that `asdict` and `to_json` wrote."""
    where = data["where"] and Location(**{**data["where"], "path": PurePosixPath(data["where"]["path"])})
    return Refusal(**{**data, "where": where})


def table_from(data: Mapping[str, Json]) -> Table:
    """The table that `asdict` wrote."""
    return Table(**{**data, "columns": tuple(data["columns"]), "rows": tuple(tuple(row) for row in data["rows"])})


def bounded(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables as a ledger line keeps them: the first `TABLES`, `ROWS` of each, no text longer than `CELL`."""
    return tuple(_bounded(table) for table in tuple(tables)[:TABLES])


def _bounded(table: Table) -> Table:
    rows = tuple(tuple(_cut(cell) for cell in row) for row in table.rows[:ROWS])
    return replace(
        table,
        title=_cut(table.title),
        columns=tuple(map(_cut, table.columns)),
        rows=rows,
        left_out=table.left_out + len(table.rows) - len(rows),
    )


def _cut(cell: Json) -> Json:
    return f"{cell[: CELL - 1]}…" if isinstance(cell, str) and len(cell) > CELL else cell


def verdict_from(data: Mapping[str, Json]) -> Verdict:
    """The verdict that `asdict` wrote."""
    return Verdict(**{**data, "evidence": tuple(data["evidence"])})


def read(text: str) -> tuple[Entry, ...]:
    """The entries of a ledger's text, oldest first. Raises MigrateError naming the line that is not one."""
    entries = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                entries.append(Entry.parse(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                hint = f"restore it from git: `git log -p -- {LEDGER}`"
                if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
                    hint = "keep the lines of both sides, and remove git's marks of the conflict"
                raise MigrateError(f"{LEDGER}:{number} is not a ledger line: {error}", hint) from error
    return tuple(entries)


def is_tracker(root: Path, path: PurePosixPath) -> bool:
    """Whether this file of the project is a tracker that `migrate report` wrote, and not some document of that name."""
    file = root / path
    return path in TRACKERS and file.is_file() and all(mark in file.read_bytes() for mark in NOTES)


def load(root: Path) -> tuple[Entry, ...]:
    """The entries below this project root; none where no step has run."""
    file = root / LEDGER
    try:
        return read(file.read_text(encoding="utf-8")) if file.is_file() else ()
    except UnicodeDecodeError as error:
        raise MigrateError(f"{LEDGER} is damaged: {error}", f"restore it from git: `git log -p -- {LEDGER}`") from error


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The applied entries that no later undo took back, in the order in which they were applied.

    A step that landed in part stands with each of its parts; an undo takes back the last.
    """
    kept: list[Entry] = []
    for entry in entries:
        last = next((one for one in reversed(kept) if one.step == entry.step), None)
        if last is not None and (entry.action == "undo" or not last.aside):
            kept = [one for one in kept if one is not last]
        if entry.action == "apply":
            kept.append(entry)
    return tuple(kept)


def carried_out(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Step → its standing entry; of a step that landed in parts, one entry that tells of all of them and is `aside` as the last."""
    found: dict[str, Entry] = {}
    for entry in standing(entries):
        first = found.pop(entry.step, None)
        found[entry.step] = entry if first is None else _both(first, entry)
    return found


def _both(first: Entry, last: Entry) -> Entry:
    files = dict(first.files)
    for path, (added, removed) in last.files.items():
        before = files.get(path, (0, 0))
        files[path] = (-1, -1) if -1 in (added, before[0]) else (before[0] + added, before[1] + removed)
    return replace(
        last,
        files=files,
        moves=tuple(dict.fromkeys((*first.moves, *last.moves))),
        removals=tuple(dict.fromkeys((*first.removals, *last.removals))),
        redefinitions=tuple(dict.fromkeys((*first.redefinitions, *last.redefinitions))),
        notes=tuple(dict.fromkeys((*first.notes, *last.notes))),
    )


def moves(entries: Iterable[Entry]) -> tuple[Move, ...]:
    """All moves of the standing entries, in order."""
    return tuple(move for entry in standing(entries) for move in entry.moves)


def removals(entries: Iterable[Entry]) -> tuple[Removal, ...]:
    """All removals of the standing entries, in order."""
    return tuple(removal for entry in standing(entries) for removal in entry.removals)


def redefinitions(entries: Iterable[Entry], outcome: Outcome | None = None) -> tuple[Redefinition, ...]:
    """All redefinitions of the standing entries, and of an outcome on top of them, each under the name that later moves gave."""
    found: list[Redefinition] = []
    ones: list[Entry | Outcome] = [*standing(entries), *([outcome] if outcome else [])]
    for one in ones:
        names = {move.old: move.new for move in one.moves}
        found = [replace(item, name=_moved(item.name, names)) for item in found]
        found += one.redefinitions
    return tuple(found)


def _moved(name: str, moves: Mapping[str, str]) -> str:
    """The name as the longest of these moves that says something of it makes it."""
    for old in (name, *reversed(parents_of(name))):
        if old in moves:
            return moves[old] + name[len(old) :]
    return name


def gained(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """What the standing steps gained, by check."""
    total: dict[str, tuple[str, ...]] = {}
    for entry in standing(entries):
        for check, ids in entry.gained.items():
            total[check] = (*total.get(check, ()), *ids)
    return total
