"""Which classes of a tree are exceptions, and which files hold configuration: told by names, bases and imports, nothing is run."""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from migrate.model import Json
from migrate.python.imports import imports_in
from migrate.python.source import Source

BUILTIN = frozenset(
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
)
EXCEPTION = re.compile(r"(?:Error|Exception|Warning)$")
CONFIGURATION = re.compile(r"(?!Test)\w*(?:Config|Configuration|Settings)$")

Bases = Sequence[tuple[str, Sequence[str]]]
"""(dotted name of a class, dotted names of its bases as far as its file tells them)."""


def holds_configuration(classes: Iterable[ast.ClassDef]) -> bool:
    """Whether a class at the top of the file is called like a configuration."""
    return any(not node.col_offset and CONFIGURATION.match(node.name) for node in classes)


def bases_in(source: Source, classes: Sequence[ast.ClassDef]) -> list[Json]:
    """The classes of one file that have bases, or are called like exceptions; SyntaxError where it does not parse."""
    written = [(node.name, [name for base in node.bases if (name := _dotted(base))]) for node in classes]
    if not any(bases or EXCEPTION.search(name) for name, bases in written):
        return []
    meant = {node.name: f"{source.module}.{node.name}" for node in classes}
    for found in imports_in(source):
        if found.is_from:
            meant |= {bound: f"{found.target}.{name}" for name, bound in found.names if name != "*"}
        else:
            meant |= {bound: found.target if found.alias else bound for bound in found.binds}
    return [
        [f"{source.module}.{name}", [_told(base, meant) for base in bases]]
        for name, bases in written
        if bases or EXCEPTION.search(name)
    ]


def exceptions(classes: Bases) -> dict[str, bool]:
    """The exception classes among these: dotted name → whether no other of them is above it.

    A base of outside is one by what it is called. A name that only a package hands on means the classes of that last name
    below the same top package.
    """
    defined = {name for name, _ in classes}
    called: Mapping[tuple[str, str], list[str]] = defaultdict(list)
    for name in defined:
        called[_ends(name)].append(name)
    below: Mapping[str, list[str]] = defaultdict(list)
    reached: list[str] = []
    for name, bases in classes:
        for base in bases:
            above = [base] if base in defined else called.get(_ends(base), [])
            for one in above:
                below[one].append(name)
            if not above and (base in BUILTIN or EXCEPTION.search(base)):
                reached.append(name)
    tops = dict.fromkeys(reached, True)
    while reached:
        for name in below[reached.pop()]:
            if name not in tops:
                reached.append(name)
            tops[name] = False
    return tops


def _ends(dotted: str) -> tuple[str, str]:
    return dotted.partition(".")[0], dotted.rpartition(".")[2]


def _told(base: str, meant: Mapping[str, str]) -> str:
    first, dot, rest = base.partition(".")
    return meant.get(first, first) + dot + rest


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):  # `Base[int]`
        node = node.value
    if isinstance(node, ast.Attribute):
        above = _dotted(node.value)
        return f"{above}.{node.attr}" if above else ""
    return node.id if isinstance(node, ast.Name) else ""
