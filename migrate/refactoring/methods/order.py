"""What a call looks like once its receiver stands before the dot or comes back among the arguments, and whether it does the same."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath

from migrate.python.edits import Edit
from migrate.refactoring.methods.text import within
from migrate.references.names import Module

ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.JoinedStr)
"""What can stand before a dot without parentheses."""


class Pending:
    """Edits that wait, file by file; those inside a text that moves are made in it."""

    def __init__(self) -> None:
        self.edits: dict[PurePosixPath, list[Edit]] = {}

    def add(self, path: PurePosixPath, *edits: Edit) -> None:
        """Make these as well; those that lie inside a text that goes are dropped."""
        found = self.edits.setdefault(path, [])
        for edit in edits:
            if edit.end > edit.start:
                found[:] = [item for item in found if not (edit.start <= item.start and item.end <= edit.end)]
            found.append(edit)

    def take(self, module: Module, start: int, end: int) -> bytes:
        """These bytes with the edits inside them made, which wait no more."""
        found = self.edits.setdefault(module.path, [])
        text = within(module.source.data, found, start, end)
        found[:] = [item for item in found if not (start <= item.start and item.end <= end)]
        return text


def before_dot(node: ast.expr, text: str) -> str:
    """The text as it stands before a dot."""
    whole = text.startswith("(") and _is_one(text)
    needs = not isinstance(node, ATOMS) and not (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
    if whole or not (needs or not _parses(text)):
        return text
    return f"({text})"


def as_argument(node: ast.expr, text: str) -> str:
    """The text as it stands between two commas."""
    bare = isinstance(node, ast.Tuple | ast.GeneratorExp | ast.Yield | ast.YieldFrom) and not text.startswith("(")
    return f"({text})" if bare else text


def _is_one(text: str) -> bool:
    """Whether the first parenthesis closes at the very end."""
    try:
        body = ast.parse(f"f{text}", mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return isinstance(body, ast.Call) and isinstance(body.func, ast.Name)


def _parses(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return False
    return True


def is_trivial(node: ast.expr) -> bool:
    """Whether it makes no difference when the expression is evaluated."""
    match node:
        case ast.Constant() | ast.Name() | ast.Lambda():
            return True
        case ast.UnaryOp(operand=operand):
            return isinstance(operand, ast.Constant)
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return all(map(is_trivial, items))
    return False


def evaluated(node: ast.Call) -> list[ast.expr]:
    """The arguments of a call in the order of the text, in which Python evaluates them, but for stars behind keywords."""
    everyone = [*node.args, *(item.value for item in node.keywords)]
    return sorted(everyone, key=lambda item: (item.lineno, item.col_offset))


def can_be_first(node: ast.Call, wanted: ast.expr) -> bool:
    """Whether one argument can be evaluated before the others."""
    before: Sequence[ast.expr] = evaluated(node)
    before = before[: next(count for count, item in enumerate(before) if item is wanted)]
    return is_trivial(wanted) or all(map(is_trivial, before))
