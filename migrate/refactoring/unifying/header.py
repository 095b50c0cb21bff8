"""The first line of a class statement and what its body says, for those who change bases."""

from __future__ import annotations

import ast
import re

from migrate.refactoring.calls.signatures import Arguments
from migrate.references.names import Module

CLOSING = re.compile(rb"[^(\[]*?\]")


def header_of_class(module: Module, node: ast.ClassDef) -> Arguments:
    """The parentheses of a class statement that has bases. Raises Unplaced where they are not where they should be."""
    at = module.positions
    _, start = at.definition_span(node)
    if parameters := getattr(node, "type_params", ()):
        closing = CLOSING.match(module.source.data, max(at.end(item) for item in parameters))
        start = closing.end() if closing else start
    items = [*node.bases, *(keyword.value for keyword in node.keywords)]
    return Arguments(module, start, [(at.start(item), at.end(item)) for item in items])


def says_nothing(node: ast.ClassDef) -> bool:
    """Whether the body holds nothing but a docstring, `pass` or `...`."""
    return all(
        isinstance(item, ast.Pass) or (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
        for item in node.body
    )
