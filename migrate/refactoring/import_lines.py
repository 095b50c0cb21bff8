"""Where an import belongs among those that are there: by kind, and within a kind as the file sorts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Key = Callable[["Line"], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """An import statement on lines of its own, from `start` to `end`."""

    rank: int
    """0 standard library, 1 other packages, 2 this tree, 3 relative."""
    is_from: bool
    level: int
    module: str
    name: str
    start: int
    end: int


def _plain_first(line: Line) -> tuple[object, ...]:
    return line.is_from, -line.level, line.module.lower(), line.name.lower()


def _by_module(line: Line) -> tuple[object, ...]:
    return -line.level, line.module.lower(), line.is_from, line.name.lower()


def sorting_of(lines: Sequence[Line]) -> Key | None:
    """The key by which the lines of each rank are sorted; None where they are in no such order."""
    ranks = {line.rank: [other for other in lines if other.rank == line.rank] for line in lines}.values()
    for key in (_plain_first, _by_module):
        if all(group == sorted(group, key=key) for group in ranks):
            return key
    return None


def insertions(
    lines: Sequence[Line], wanted: Sequence[tuple[Line, bytes]], blank: bytes
) -> tuple[list[tuple[int, bytes]], bool]:
    """Where each wanted text goes, in order, with a blank line where kinds meet; and whether some stand above all lines.

    There must be a line to stand beside.
    """
    key = sorting_of(lines)
    found: list[tuple[int, bytes]] = []
    last: dict[int, int] = {}
    for new, text in sorted(wanted, key=lambda item: (item[0].rank, *key(item[0])) if key else (item[0].rank,)):
        alike = [line for line in lines if line.rank == new.rank]
        above = [line for line in lines if line.rank < new.rank]
        if alike:
            before = [line for line in alike if key is None or key(line) <= key(new)]
            offset, beside = (before[-1].end if before else alike[0].start), new.rank
        else:
            offset, beside = (above[-1].end, above[-1].rank) if above else (lines[0].start, new.rank)
        apart = blank if last.get(offset, beside) != new.rank else b""
        last[offset] = new.rank
        found.append((offset, apart + text))
    first = lines[0]
    return found, first.start in last and last[first.start] != first.rank
