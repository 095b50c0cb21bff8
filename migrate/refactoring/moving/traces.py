"""What may mean a name that moved, and cannot be proven: parts of strings, modules that strings load, lazy tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from migrate.model import Location
from migrate.refactoring.left.modules import table_of
from migrate.references.index import Index
from migrate.references.names import Module

Trace = tuple[Location, str]
"""A place, and why nobody can tell."""


def strings_left(index: Index, module: Module, old: str, names: Collection[str]) -> Iterator[Trace]:
    """Strings that hold an old dotted name as a part: a format, a message."""
    data = module.source.data
    if old.encode() not in data:
        return
    listed = "|".join(re.escape(name) for name in sorted(names))
    pattern = re.compile(rf"(?<![\w.]){re.escape(old)}[.:](?:{listed})(?!\w)")
    known = {id(item.string) for item in index.in_file(module.path) if item.string is not None}
    for node, parent in module.bindings.strings:
        if id(node) not in known and not isinstance(parent, ast.Expr) and pattern.search(str(node.value)):
            yield Location(module.path, node.lineno), "a string that holds the old name as a part"
        elif node.value == old and isinstance(parent, ast.Call):
            yield from _loaded_by_string(module, parent, names)


def _loaded_by_string(module: Module, call: ast.Call, names: Collection[str]) -> Iterator[Trace]:
    """`patch.multiple("module", name=…)`, and attributes in a file that loads the module by a string."""
    for given in call.keywords:
        if given.arg in names:
            yield Location(module.path, given.value.lineno), f"`{given.arg}` is given to a call that names the module"
    held = {
        target.id
        for part in ast.walk(module.source.tree)
        if isinstance(part, ast.Assign) and part.value is call
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    for part in ast.walk(module.source.tree):
        match part:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in held and attr in names:
                pass
            case ast.Attribute(value=value, attr=attr) if value is call and attr in names:
                pass
            case _:
                continue
        yield Location(module.path, part.lineno), f"`{attr}` of the module that a string loads"


def lazy_tables(index: Index, old: str, names: Collection[str]) -> Iterator[Trace]:
    """Packages that hand out names by `__getattr__`, and hold one of these in a string."""
    parts = old.split(".")
    for count in range(1, len(parts)):
        package = index.names.module(".".join(parts[:count]))
        if package is None or package.name == old or "__getattr__" not in package.namespace:
            continue
        table = table_of(package.source.tree)
        for node, _ in package.bindings.strings:
            if node.value in names and not (table and id(node) in table.strings):
                reason = f"`{package.name}` hands out names by `__getattr__`"
                yield Location(package.path, node.lineno), reason
