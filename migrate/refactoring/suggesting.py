"""From the places of a finding to the names that a step's options want."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import find_symbol
from migrate.references.index import Index
from migrate.references.names import Names

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+|_+")
"""A word of a CamelCase name."""


def dotted_names(names: Names, places: Sequence[Location]) -> list[str]:
    """The dotted name of the definition at each place; a place without one, or outside of all import roots, gives none."""
    found = []
    for place in places:
        module = names.file(place.path)
        if place.symbol and module.name:
            found.append(f"{module.name}.{place.symbol}")
    return found


def is_class(index: Index, dotted: str) -> bool:
    """Whether that is the name of a class, where it is defined, and not inside a function."""
    try:
        symbol = find_symbol(index, dotted)
    except Refused:
        return False
    scope: Scope | None = symbol.scope
    while scope is not None and isinstance(scope.node, ast.ClassDef):
        scope = scope.parent
    return symbol.kind == "class" and scope is not None and isinstance(scope.node, ast.Module)


def camel_case(name: str) -> str:
    """`_launch_statistics` as a class is called: `LaunchStatistics`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def common_name(names: Sequence[str], fallback: str) -> str:
    """The words in which all of these CamelCase names end: `NvidiaMemoryManager` and `AMDMemoryManager` are memory managers."""
    words = [WORD.findall(name) for name in names]
    shared: list[str] = []
    for column in zip(*(reversed(one) for one in words), strict=False):
        if len(set(column)) > 1:
            break
        shared.insert(0, column[0])
    return "".join(shared) or fallback


def common_package(modules: Sequence[str]) -> str:
    """The dotted package that all of these modules lie in; empty where there is none."""
    first, *rest = (module.split(".")[:-1] for module in modules)
    shared = []
    for index, part in enumerate(first):
        if any(other[index : index + 1] != [part] for other in rest):
            break
        shared.append(part)
    return ".".join(shared)


def free_name(names: Names, module: str, name: str) -> str:
    """That dotted name in the module, with a number where it is taken.

    A module that makes names on demand has them all: what is asked for is then given back, and its codemod will say so.
    """
    for number in range(1, 20):
        chosen = f"{module}.{name}{number if number > 1 else ''}"
        if names.meaning(chosen) is None:
            return chosen
    return f"{module}.{name}"
