"""What code does with the functions of a class beside calling them on its objects: gives them attributes, or takes them away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from migrate.model import Location
from migrate.refactoring.symbols import Function
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.names import Module


@dataclass(frozen=True)
class Elsewhere:
    """One place. `marked`: an attribute of the function is written. `taken`: other classes' objects may be given to it."""

    name: str
    kind: Literal["marked", "taken"]
    where: Location


def functions_elsewhere(hierarchy: Hierarchy, cls: Class) -> Iterator[Elsewhere]:
    """The places where somebody treats a function of the class as a thing of its own."""
    for node in cls.nodes:
        for part in ast.walk(node):
            match part:
                case ast.Attribute(value=ast.Attribute(attr="__func__", value=ast.Attribute(attr=name))) if _writes(
                    part
                ):
                    yield Elsewhere(name, "marked", Location(cls.path, part.lineno))
    family = (cls, *hierarchy.descendants(cls))
    for reference in hierarchy.index.references(cls.dotted):
        if reference.use is None or reference.meaning != cls.meaning or reference.form not in ("name", "attribute"):
            continue
        module = hierarchy.names.file(reference.path)
        chain = reference.use.attributes
        if reference.form == "attribute":
            chain = chain[[item.attr for item in chain].index(reference.written) + 1 :]
        if not chain or not isinstance(chain[0].ctx, ast.Load):
            continue
        name, where = chain[0].attr, Location(reference.path, chain[0].lineno)
        if any(map(_writes, chain[1:])) or _is_set(module, chain[0]):
            yield Elsewhere(name, "marked", where)
        elif len(chain) == 1 and not any(_holds(item, module, chain[0]) for item in family):
            yield Elsewhere(name, "taken", where)


def _writes(node: ast.Attribute) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _is_set(module: Module, node: ast.Attribute) -> bool:
    match module.parents.get(node):
        case ast.Call(func=ast.Name(id="setattr"), args=[first, *_]):
            return first is node
    return False


def _holds(cls: Class, module: Module, node: ast.AST) -> bool:
    """Whether the place lies in a method of that class."""
    if cls.path != module.path:
        return False
    methods = (item for body in cls.nodes for item in body.body if isinstance(item, Function))
    return any(part is node for method in methods for part in ast.walk(method))
