"""Statements as text, indented more or less; the inside of strings stays as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, as the parser counts them."""
    return LINE.findall(text)


def dedented(text: str, nodes: Iterable[ast.AST]) -> str:
    """The lines of some statements without the indentation of the first of them. `nodes` are the statements, at their places."""
    statements = list(nodes)
    lines = lines_of(text)
    if not statements or not lines:
        return text
    blanks = re.match(r"[ \t\f]*", lines[0])
    indent = blanks.group() if blanks else ""
    first = min(line for node in statements for line in _lines(node))
    inside = {line - first for line in _inside_strings(statements)}
    return "".join(line if count in inside else line.removeprefix(indent) for count, line in enumerate(lines))


def indented(text: str, indent: str, newline: str = "\n") -> str:
    """The lines of some statements, each with this much more in front, and with such line ends; empty lines stay empty."""
    lines = lines_of(text)
    try:
        inside = {line - 1 for line in _inside_strings(ast.parse(text).body)}
    except SyntaxError:
        inside = set()
    return "".join(
        ("" if count in inside or not line.strip() else indent) + line.rstrip("\r\n") + newline
        for count, line in enumerate(lines)
    )


def _lines(node: ast.AST) -> list[int]:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return [node.lineno, *(item.lineno for item in decorators)]  # type: ignore[attr-defined]


def _inside_strings(nodes: Iterable[ast.AST]) -> set[int]:
    """The lines that begin in a string, or in the middle of several joined ones."""
    return {
        line
        for node in nodes
        for part in ast.walk(node)
        if isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str | bytes))
        for line in range(part.lineno + 1, (part.end_lineno or part.lineno) + 1)
    }
