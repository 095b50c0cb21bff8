"""Which node of a tree holds which, and what stands on some of its lines: only the statements in question are walked."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from migrate.python.source import INSIDE

DECORATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Parents:
    """Node → the node that holds it."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._found: dict[ast.AST, ast.AST] = {}
        self._inner: dict[ast.AST, list[ast.AST]] = {}
        """The statements (with handlers and match cases) right inside each one that has been looked at."""
        self._whole = False

    def get(self, node: ast.AST) -> ast.AST | None:
        """What holds the node directly; None for the tree itself, and for a node of another tree."""
        found = self._found.get(node)
        if found is None and not self._whole and node is not self._tree:
            self._look(getattr(node, "lineno", 0))
            found = self._found.get(node)
            if found is None:  # it has no line, stands in an f-string, or is no node of this tree
                self._look(0)
                self._whole = True
                found = self._found.get(node)
        return found

    def __contains__(self, node: ast.AST) -> bool:
        return self.get(node) is not None

    def _look(self, line: int) -> None:
        """Walk the statements that stand on this line; all of them for line 0."""
        waiting: list[ast.AST] = [self._tree]
        while waiting:
            owner = waiting.pop()
            inner = self._inner.get(owner)
            if inner is None:
                inner = self._inner[owner] = list(self._open(owner))
            waiting += inner if not line else (item for item in inner if _stands_on(item, (line,)))

    def _open(self, owner: ast.AST) -> Iterator[ast.AST]:
        """The statements right inside; of all else in it, the holders are noted."""
        found = self._found
        waiting: list[ast.AST] = []
        bodies = INSIDE.get(type(owner), ())  # type: ignore[arg-type]  # other nodes hold none
        for name in owner._fields:
            value = getattr(owner, name, None)
            for item in value if isinstance(value, list) else (value,):
                if isinstance(item, ast.AST):
                    found[item] = owner
                    if name in bodies or owner is self._tree:
                        yield item
                    else:
                        waiting.append(item)
        while waiting:
            node = waiting.pop()
            for name in node._fields:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    for item in value:
                        if isinstance(item, ast.AST):
                            found[item] = node
                            waiting.append(item)
                elif isinstance(value, ast.AST):
                    found[value] = node
                    waiting.append(value)


def nodes_on(tree: ast.Module, lines: Collection[int]) -> Iterator[ast.AST]:
    """As `ast.walk`, but without the statements that stand on none of these lines."""
    wanted = sorted(lines)
    waiting: list[ast.AST] = [tree]
    for node in waiting:  # it grows meanwhile
        yield node
        for inner in ast.iter_child_nodes(node):
            if not isinstance(inner, ast.stmt) or _stands_on(inner, wanted):
                waiting.append(inner)


def _stands_on(node: ast.AST, lines: Sequence[int]) -> bool:
    """Whether a statement, with its decorators, has a part on one of these sorted lines; true for a node without a place."""
    start: int = getattr(node, "lineno", 0)
    if isinstance(node, DECORATED) and node.decorator_list:
        start = min(start, node.decorator_list[0].lineno)
    place = bisect_left(lines, start)
    return not start or (place < len(lines) and lines[place] <= (getattr(node, "end_lineno", None) or start))
