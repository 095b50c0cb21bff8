"""Puts a parameter into the docstring of its function, where that lists the parameters: Google's, numpy's or Sphinx's way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.calls.signatures import names_of
from migrate.refactoring.symbols import Function
from migrate.references.index import Index
from migrate.references.names import Module

SPHINX = re.compile(r"(?P<indent>\s*):param\s+(?:[^:]*\s)?\*{0,2}(?P<name>\w+):")
GOOGLE = re.compile(r"\s*(?:Args|Arguments|Parameters|Params):\s*$")
ENTRY = re.compile(r"(?P<indent>\s+)\*{0,2}(?P<name>\w+)\s*(?P<hint>\([^)]*\))?:(?:\s|$)")
NUMPY = re.compile(r"\s*(?:Other )?Parameters\s*$")
NUMPY_ENTRY = re.compile(r"(?P<indent>\s*)\*{0,2}(?P<name>\w+)(?P<hint>\s*:.*)?$")


def document(module: Module, node: Function, order: int, name: str, hint: str | None, text: str) -> list[Edit]:
    """The edit that tells of a new parameter at that place in the order; none where the docstring lists none, or it already.

    The entry goes behind that of the last parameter before it which is told of.
    """
    if ast.get_docstring(node, clean=False) is None:
        return []
    constant = node.body[0]
    first, last = constant.lineno, constant.end_lineno or constant.lineno
    lines = module.source.lines[first - 1 : last]
    before = names_of(node.args)[:order]
    found = _sphinx(lines, before, name, text) or _google(lines, before, name, hint, text)
    found = found or _numpy(lines, before, name, hint, text)
    if found is None:
        return []
    index, written = found
    at = module.positions
    offset = at.line_start(first + index)
    return [Edit(offset, offset, b"".join(at.encode(line) + newline_of(module.source.data) for line in written))]


def examples(index: Index, name: str) -> Iterator[Location]:
    """The lines of doctests, in docstrings and documents, that call something of that name."""
    call = re.compile(rb"^[ \t]*(?:>>>|\.\.\.)[^\n]*(?<!\w)" + re.escape(name.encode()) + rb"\(", re.MULTILINE)
    for path in (*index.names.files_with(name), *index.texts):
        data = index.workspace.read(path)
        for match in call.finditer(data):
            yield Location(path, data.count(b"\n", 0, match.start()) + 1)


Place = tuple[int, list[str]]
"""Before which line of the docstring, and the new lines."""


def _sphinx(lines: Sequence[str], order: Sequence[str], name: str, text: str) -> Place | None:
    entries = [(count, match) for count, line in enumerate(lines) if (match := SPHINX.match(line)) and count]
    if not entries or name in [match["name"] for _, match in entries]:
        return None
    index, match = _before(entries, order)
    indent = match["indent"]
    if index is None:
        return entries[0][0], [f"{indent}:param {name}: {text}"]
    index = _end(lines, index + 1, len(indent))
    while index < len(lines) and re.match(rf"\s*:type {match['name']}:", lines[index]):
        index = _end(lines, index + 1, len(indent))
    return (index, [f"{indent}:param {name}: {text}"]) if index < len(lines) else None


def _google(lines: Sequence[str], order: Sequence[str], name: str, hint: str | None, text: str) -> Place | None:
    head = next((count for count, line in enumerate(lines) if GOOGLE.match(line) and count), None)
    if head is None or head + 1 >= len(lines) or not (first := ENTRY.match(lines[head + 1])):
        return None
    stop = _end(lines, head + 1, len(lines[head]) - len(lines[head].lstrip()))
    entries = [
        (count, match)
        for count in range(head + 1, stop)
        if (match := ENTRY.match(lines[count])) and match["indent"] == first["indent"]
    ]
    if name in [match["name"] for _, match in entries]:
        return None
    shown = f" ({hint})" if hint and first["hint"] else ""
    index, _ = _before(entries, order)
    index = head + 1 if index is None else _end(lines, index + 1, len(first["indent"]))
    return (index, [f"{first['indent']}{name}{shown}: {text}"]) if index < len(lines) else None


def _numpy(lines: Sequence[str], order: Sequence[str], name: str, hint: str | None, text: str) -> Place | None:
    heads = (
        count for count, line in enumerate(lines[1:-1], 1) if NUMPY.match(line) and lines[count + 1].strip("- \t") == ""
    )
    head = next((count for count in heads if "-" in lines[count + 1]), None)
    if head is None:
        return None
    indent = lines[head][: len(lines[head]) - len(lines[head].lstrip())]
    stop = next((count for count in range(head + 2, len(lines)) if not lines[count].strip()), len(lines) - 1)
    entries = [
        (count, match)
        for count in range(head + 2, stop)
        if (match := NUMPY_ENTRY.match(lines[count])) and match["indent"] == indent
    ]
    if not entries or name in [match["name"] for _, match in entries]:
        return None
    index, _ = _before(entries, order)
    index = head + 2 if index is None else min(_end(lines, index + 1, len(indent)), stop)
    return index, [f"{indent}{name} : {hint}" if hint else f"{indent}{name}", f"{indent}    {text}"]


def _before(entries: Sequence[tuple[int, re.Match[str]]], order: Sequence[str]) -> tuple[int | None, re.Match[str]]:
    """The entry behind which the new one goes: that of the last parameter before it which is told of; None for the top."""
    told = {match["name"]: (count, match) for count, match in entries}
    known = [told[item] for item in order if item in told]
    return known[-1] if known else (None, entries[0][1])


def _end(lines: Sequence[str], start: int, indent: int) -> int:
    """The first line from there on that is indented no deeper, or blank before one such."""
    index = start
    while index < len(lines):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        if not line.strip() and all(len(rest) - len(rest.lstrip()) <= indent for rest in lines[index + 1 : index + 2]):
            break
        index += 1
    return index
