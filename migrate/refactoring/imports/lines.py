"""Where an import belongs among those that are there: by kind, and within a kind as the file sorts them; how one goes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from migrate.python.edits import Edit
from migrate.python.source import INSIDE
from migrate.refactoring.imports.retarget import remove_alias
from migrate.references.names import Module

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


def without_names(module: Module, node: ast.Import | ast.ImportFrom, gone: Collection[ast.alias]) -> list[Edit]:
    """The edits that take some, not all, of the names out of an import statement; comments beside those that stay, stay."""
    kept = [alias for alias in node.names if alias not in gone]
    tail = node.names[node.names.index(kept[-1]) + 1 :]
    edits = [remove_alias(module, node, alias) for alias in node.names if alias in gone and alias not in tail]
    if tail:
        at, data = module.positions, module.source.data
        start, end = at.end(kept[-1]), at.end(tail[-1])
        between = data[start:end]
        if b"#" in between:
            edits += [remove_alias(module, node, alias) for alias in tail[:-1]]
            edits.append(Edit(at.start(tail[-1]), end, b""))  # the comma before it ends the list as well
        else:
            edits.append(Edit(start, end, b""))
    return edits


def without_statement(module: Module, node: ast.stmt, block: Sequence[ast.stmt]) -> Edit:
    """The edit that takes a whole statement out of the block that it stands in, with its line if that holds nothing else."""
    at, data = module.positions, module.source.data
    start, end, top = at.start(node), at.end(node), block is module.source.tree.body
    if len(block) == 1 and not top:
        return Edit(start, end, b"pass")
    line_start, line_end = at.line_start(node.lineno), at.line_start((node.end_lineno or node.lineno) + 1)
    after = data[end:line_end].strip()
    if not data[line_start:start].strip() and (not after or after.startswith(b"#")):
        blank = re.compile(rb"[ \t]*(?:\r\n|\r|\n)").match(data, line_end)
        first = block[0] is node and not top
        apart = re.search(rb"(?:\A|\n|\r)[ \t]*(?:\r\n|\r|\n)\Z", data[:line_start])
        return Edit(line_start, blank.end() if blank and (first or apart) else line_end, b"")
    return Edit(start, end, b"pass")


def blocks_of(tree: ast.Module) -> dict[int, list[ast.stmt]]:
    """For each statement (by its id) the block that it stands in."""
    return {id(child): block for block in all_blocks(tree) for child in block}


def all_blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Every run of statements that follow each other."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for name in INSIDE.get(type(node), ("body",)):  # type: ignore[arg-type]
            inner = getattr(node, name)
            waiting += [item for item in inner if type(item) in INSIDE]
            if name not in ("handlers", "cases") and inner:
                yield inner
