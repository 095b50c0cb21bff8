"""Which statements of two lists belong together: in order, each at most once, the most alike ones first."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Collection, Sequence

MOST_PAIRS = 4096
"""So many pairs are weighed one by one; of longer lists only statements that say the same are paired."""
LEAST_ALIKE = 0.5
"""Statements of one kind that share less than this part of what the larger one says are two different statements."""
SILENT = frozenset({"ctx", "type_comment", "kind", "annotation", "returns"})
"""Fields that say nothing of what is done."""


class Said:
    """What a statement says, as a bag: its kinds of nodes, its names (the `local` ones all alike), its literals."""

    def __init__(self, node: ast.stmt, local: Collection[str]) -> None:
        self.kind = ast.Assign if isinstance(node, ast.AnnAssign) and node.value is not None else type(node)
        self.is_answer = isinstance(node, ast.Return) and node.value is not None
        self.words = tuple(words_of(node, local))
        self.bag = Counter(self.words)

    def shared(self, other: Said) -> int:
        """How much the two say together; 0 where they are not to be paired."""
        if self.kind is not other.kind:
            return 0
        if self.words == other.words:
            return 2 * len(self.words)
        together = (self.bag & other.bag).total()
        enough = together >= LEAST_ALIKE * max(len(self.words), len(other.words))
        return together if enough else int(self.is_answer and other.is_answer)


def words_of(node: ast.AST, local: Collection[str]) -> list[str]:
    """The words of a piece of code in a fixed order; deep code does not exhaust the stack."""
    found: list[str] = []
    waiting: list[object] = [node]
    while waiting:
        item = waiting.pop()
        match item:
            case ast.Name(id=name):
                found.append("a local" if name in local else f"name {name}")
            case ast.Constant(value=value):
                found.append(f"{type(value).__name__} {value!r}")
            case ast.AST():
                found.append(type(item).__name__)
                waiting += [getattr(item, field, None) for field in item._fields if field not in SILENT]
            case list():
                waiting += reversed(item)
            case str():
                found.append("a local" if item in local else item)
    return found


def aligned(mine: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[int, int]]:
    """Pairs of places, rising on both sides."""
    head = 0
    while head < min(len(mine), len(theirs)) and mine[head].words == theirs[head].words:
        head += 1
    tail = 0
    while tail < min(len(mine), len(theirs)) - head and mine[-1 - tail].words == theirs[-1 - tail].words:
        tail += 1
    mine_left, theirs_left = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    if len(mine_left) * len(theirs_left) <= MOST_PAIRS:
        middle = _best(mine_left, theirs_left)
    else:
        middle = _anchored(mine_left, theirs_left)
    found = [(place, place) for place in range(head)]
    found += [(head + one, head + other) for one, other in middle]
    return found + [(len(mine) - place, len(theirs) - place) for place in range(tail, 0, -1)]


def _best(mine: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[int, int]]:
    """The pairs that share the most in all; the earliest of several."""
    weight = [[one.shared(other) for other in theirs] for one in mine]
    worth = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for row in range(len(mine) - 1, -1, -1):
        for column in range(len(theirs) - 1, -1, -1):
            here, below = weight[row][column], worth[row + 1]
            paired = here + below[column + 1] if here else 0
            worth[row][column] = max(paired, below[column], worth[row][column + 1])
    found, row, column = [], 0, 0
    while row < len(mine) and column < len(theirs):
        here = weight[row][column]
        if here and worth[row][column] == here + worth[row + 1][column + 1]:
            found.append((row, column))
            row, column = row + 1, column + 1
        elif worth[row][column] == worth[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _anchored(mine: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[int, int]]:
    """The pairs that say the same, once on either side and in the same order; and those around them that do."""
    once, others = Counter(item.words for item in mine), Counter(item.words for item in theirs)
    there = {item.words: place for place, item in enumerate(theirs) if others[item.words] == 1}
    found: list[tuple[int, int]] = []
    for place, item in enumerate(mine):
        other = there.get(item.words, -1) if once[item.words] == 1 else -1
        if other > (found[-1][1] if found else -1):
            found.append((place, other))
    if not found:
        return []
    pairs: list[tuple[int, int]] = []
    row = column = 0
    for place, other in [*found, (len(mine), len(theirs))]:
        between = mine[row:place], theirs[column:other]
        pairs += [(row + one, column + two) for one, two in aligned(*between)]
        if place < len(mine):
            pairs.append((place, other))
        row, column = place + 1, other + 1
    return pairs
