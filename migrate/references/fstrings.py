"""Where names stand that Python before 3.12 places wrongly: inside f-strings."""

from __future__ import annotations

import ast
import re
import sys

from migrate.python.edits import Unplaced
from migrate.references.names import Module


def attribute_place(module: Module, node: ast.Attribute, outer: ast.JoinedStr | None) -> tuple[int, int]:
    """The span of an attribute's name. `outer` is the outermost f-string around it. Raises Unplaced."""
    at = module.positions
    if outer is None or sys.version_info >= (3, 12):
        return at.attribute_span(node)
    start, end = at.start(outer), at.end(outer)
    words = list(re.finditer(rb"\.\s*(" + re.escape(at.encode(node.attr)) + rb")(?!\w)", at.data[start:end]))
    same = [item for item in ast.walk(outer) if isinstance(item, ast.Attribute) and item.attr == node.attr]
    if len(words) != len(same):
        raise Unplaced(f"{module.path}:{outer.lineno}: `{node.attr}` stands in an f-string with other words like it")
    order = {id(item): count for count, item in enumerate(_in_order(outer))}
    same.sort(key=lambda item: order[id(item)])
    found = words[next(count for count, item in enumerate(same) if item is node)]
    return start + found.start(1), start + found.end(1)


def _in_order(outer: ast.AST) -> list[ast.AST]:
    """The nodes as an f-string is read: what an attribute is asked of before the attribute."""
    found: list[ast.AST] = []
    waiting = [(outer, False)]
    while waiting:
        node, seen = waiting.pop()
        if seen or not isinstance(node, ast.Attribute):
            found.append(node)
            waiting += [] if seen else [(item, False) for item in reversed(list(ast.iter_child_nodes(node)))]
        else:
            waiting += [(node, True), (node.value, False)]
    return found
