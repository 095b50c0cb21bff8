"""What people work off one by one: the findings of an analyzer as rows, with what people wrote beside each, kept by key."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.analyzers import Worklist
from migrate.model import Finding, Json

STATUSES = ("todo", "by hand", "excluded", "done")
WHAT, FILE, REASONS, STATUS, OWNER, NOTES = "what", "file", "in the way", "status", "owner", "notes"
OURS = (WHAT, FILE, REASONS)
"""Columns of every worklist that are written anew, beside those of its own."""
NAMED = re.compile(r"<!--\s*([\w-]+):((?:\s+[0-9a-f]{10}){4})\s*-->")
DELIMITER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*\Z")
CELL_END = re.compile(r"(?<!\\)(?:\\\\)*\|")


@dataclass(frozen=True, slots=True)
class Marks:
    """What names one thing in a row, and what it is known by again when that has changed: digests of ten digits."""

    key: str
    name: str
    signature: str
    text: str

    def comment(self, analyzer: str) -> str:
        """The marks as Markdown does not show them."""
        return f"<!-- {analyzer}: {self.key} {self.name} {self.signature} {self.text} -->"


@dataclass(frozen=True, slots=True)
class Written:
    """One row as somebody left it: what is theirs, as Markdown, byte for byte. `marks` are missing where they were deleted."""

    marks: Marks | None
    what: str
    file: str
    status: str = ""
    owner: str = ""
    notes: str = ""

    @property
    def says(self) -> bool:
        """Whether anything in it is somebody's."""
        return bool(self.status or self.owner or self.notes)


def document(
    analyzer: str,
    worklist: Worklist,
    findings: Iterable[Finding],
    written: Sequence[Written],
    shown: Callable[[str], str],
) -> dict[str, Json]:
    """The worklist as plain data: categories in their order with counts by status, and their rows by name.

    `written` is what people wrote, see `read`; `shown` gives a name as a row shows it. Rows of things that are gone are kept
    as long as they say something.
    """
    items = [one for one in findings if one.code in worklist.states]
    marks = [marks_of(one) for one in items]
    words, gone = _matched(items, marks, written, shown)
    rows = [_row(one, mark, worklist, said, analyzer) for one, mark, said in zip(items, marks, words, strict=True)]
    names = Counter(row["name"] for row in rows)
    for row in rows:
        row["name"] = row["key"] if names[row["name"]] > 1 else row["name"]
    rows.sort(key=lambda row: (row["order"], row["category"], row["name"], row["key"]))
    categories: dict[str, list[dict[str, Json]]] = {}
    for row in rows:
        categories.setdefault(row["category"], []).append(row)
    return {
        "analyzer": analyzer,
        "title": worklist.title,
        "columns": list(worklist.columns),
        "total": len(rows),
        "counts": counts(row["status"] for row in rows),
        "categories": [
            {
                "name": name,
                "priority": listed[0]["priority"],
                "total": len(listed),
                "counts": counts(row["status"] for row in listed),
                "rows": listed,
            }
            for name, listed in categories.items()
        ],
        "gone": [
            {
                "what": one.what,
                "file": one.file,
                "status": one.status,
                "owner": one.owner,
                "notes": one.notes,
                "mark": one.marks.comment(analyzer) if one.marks else "",
            }
            for one in gone
        ],
    }


def counts(statuses: Iterable[str]) -> dict[str, int]:
    """Status → how many have it, for every status there is."""
    known = Counter(statuses)
    return {status: known[status] for status in STATUSES}


def state(finding: Finding, worklist: Worklist) -> str:
    """The status that the code itself and the plan give a thing."""
    if worklist.states[finding.code] == "done":
        return "done"
    return _unsaid(_reasons(finding))


def _unsaid(reasons: str) -> str:
    """The status of what is not done and of which nobody said anything."""
    if not reasons:
        return "todo"
    return "excluded" if reasons.startswith("excluded: ") else "by hand"


def _reasons(finding: Finding) -> str:
    if why := finding.metrics.get("excluded"):
        return f"excluded: {why}"
    return "; ".join(f"{one['text']} (line {one['line']})" for one in finding.metrics.get("obstacles", ()))


def _status(computed: str, said: str) -> str:
    """What a thing counts as: only the code makes it done, and people decide about the rest."""
    if computed == "done":
        return "done"
    first = said.lower()
    return next((status for status in STATUSES[:3] if first.startswith(status)), "todo" if said else computed)


def _row(finding: Finding, marks: Marks, worklist: Worklist, said: Written | None, analyzer: str) -> dict[str, Json]:
    computed, status_said = state(finding, worklist), said.status if said else ""
    status = _status(computed, status_said)
    cell = status_said or status
    if status == "done":
        cell = f"done; {status_said}" if status_said.lower() not in ("", "todo") else "done"
    where = finding.where
    return {
        "key": finding.metrics["key"],
        "mark": marks.comment(analyzer),
        "name": where.symbol,
        "file": str(where.path),
        "line": where.line,
        "category": finding.metrics.get("category", ""),
        "order": finding.metrics.get("order", 0),
        "priority": finding.metrics.get("priority", ""),
        "values": [finding.metrics.get(column) for column in worklist.columns],
        "reasons": _reasons(finding) if computed != "done" else "",
        "status": status,
        "said": cell,
        "owner": said.owner if said else "",
        "notes": said.notes if said else "",
    }


def marks_of(finding: Finding) -> Marks:
    """What names a finding's thing, and what it is known by again."""
    metrics = finding.metrics
    key = metrics["key"]
    texts = key, finding.where.symbol, metrics.get("signature") or key, metrics.get("digest") or key
    return Marks(*(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10] for text in texts))


# --- what people wrote ------------------------------------------------------------------------------------------------


def read(text: str, analyzer: str, columns: Sequence[str] = ()) -> list[Written]:
    """Every row of this worklist in a Markdown page, wherever it stands there and in whatever order its columns are.

    `columns` are the worklist's own. A cell of a column that is nobody's goes to the notes, with the column's name; so does
    what an unescaped `|` parted from the last cell. A row without its marks is known by its columns.
    """
    found: list[Written] = []
    header: list[str] = []
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            header = [] if not line.strip() or line.startswith("#") else header
            continue
        if at + 1 < len(lines) and DELIMITER.match(lines[at + 1]):
            header = [cell.lower() for cell in cells(line)]
        elif not DELIMITER.match(line) and {WHAT, STATUS, OWNER, NOTES} <= set(header):
            named = NAMED.search(line)
            if named is None or named[1] == analyzer:
                marks = Marks(*named[2].split()) if named else None
                found.append(_written(cells(NAMED.sub("", line, count=1)), header, marks, (*OURS, *columns)))
    return [one for one in found if one.marks] + [one for one in found if not one.marks]


def cells(line: str) -> list[str]:
    """The cells of a line of a table, as they are written; `\\|` does not part any."""
    parts, start = [], 0
    for match in CELL_END.finditer(line):
        parts.append(line[start : match.end() - 1].strip())
        start = match.end()
    parts.append(line[start:].strip())
    return parts[1:-1] if len(parts) > 1 and not parts[-1] else parts[1:]


def _written(row: list[str], header: list[str], marks: Marks | None, ours: Sequence[str]) -> Written:
    if len(row) > len(header):
        row = [*row[: len(header) - 1], "\\|".join(row[len(header) - 1 :])]
    told = dict(zip(header, row, strict=False))
    more = [f"{name}: {text}" for name, text in told.items() if text and name not in (*ours, STATUS, OWNER, NOTES)]
    notes = "; ".join([*([told[NOTES]] if told.get(NOTES) else []), *more])
    status = _said(told.get(STATUS, ""), told.get(REASONS, ""))
    return Written(marks, told.get(WHAT, ""), told.get(FILE, ""), status, told.get(OWNER, ""), notes)


def _said(cell: str, reasons: str) -> str:
    """What of a status is somebody's: not the word that stood there by itself."""
    if cell.lower() == "done" or cell == _unsaid(reasons):
        return ""
    return cell.removeprefix("done; ")


def _joined(first: Written, second: Written) -> Written:
    """Two rows of one thing, as a merge of two branches leaves them: no word is lost."""

    def both(one: str, other: str) -> str:
        return "; ".join(dict.fromkeys(text for text in (one, other) if text))

    return replace(
        first,
        status=both(first.status, second.status),
        owner=both(first.owner, second.owner),
        notes=both(first.notes, second.notes),
    )


def _matched(
    items: Sequence[Finding], marks: Sequence[Marks], written: Iterable[Written], shown: Callable[[str], str]
) -> tuple[list[Written | None], list[Written]]:
    """For each item the row that is about it, and the rows that say something about nothing that is there.

    A row is known by its key; then, where exactly one row and one item are left that agree: by the thing's text, its name,
    its file with its signature, and a row without marks by the name that it shows.
    """
    by_key: dict[str, Written] = {}
    rows: list[Written] = []
    for one in written:
        if one.marks and one.marks.key in by_key:
            by_key[one.marks.key] = _joined(by_key[one.marks.key], one)
        elif one.marks:
            by_key[one.marks.key] = one
        else:
            rows.append(one)
    found: list[Written | None] = [by_key.pop(mark.key, None) for mark in marks]
    rows += by_key.values()
    for alike in (
        lambda one: one.marks and one.marks.text,
        lambda one: one.marks and one.marks.name,
        lambda one: one.marks and (one.file, one.marks.signature),
        lambda one: None if one.marks else one.what,
    ):
        _match(found, rows, alike, _likenesses(items, marks, shown))
    return found, sorted((one for one in rows if one.says), key=lambda one: (one.what, one.file))


def _likenesses(
    items: Sequence[Finding], marks: Sequence[Marks], shown: Callable[[str], str]
) -> Iterator[frozenset[Json]]:
    """All that a row may know each item by."""
    for one, mark in zip(items, marks, strict=True):
        file, name = shown(str(one.where.path)), shown(one.where.symbol)
        yield frozenset({mark.text, mark.name, (file, mark.signature), name, shown(one.metrics["key"])})


def _match(
    found: list[Written | None],
    rows: list[Written],
    alike: Callable[[Written], Json],
    items: Iterable[frozenset[Json]],
) -> None:
    """Give each item that has no row yet the only row that is like it, if it is the only item that is like the row."""
    free = [(at, known) for at, known in enumerate(items) if found[at] is None]
    likes: Mapping[Json, int] = Counter(like for one in rows if (like := alike(one)))
    for row in list(rows):
        like = alike(row)
        fitting = [at for at, known in free if like and like in known and found[at] is None]
        if like and len(fitting) == 1 and likes[like] == 1:
            found[fitting[0]] = row
            rows.remove(row)
