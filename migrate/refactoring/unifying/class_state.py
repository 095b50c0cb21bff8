"""What one of two classes keeps for itself, and both would share if they were one: what is written, filled, or set below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from migrate.model import Location
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.symbols import Function
from migrate.refactoring.unifying.class_members import Comparison
from migrate.references.members.classes import Class
from migrate.references.names import Module

FILLING = frozenset(
    {"append", "add", "extend", "update", "setdefault", "pop", "popitem", "insert", "clear", "remove", "discard"}
)
MADE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Call)
"""Expressions that give an object of its own each time."""


def shared_state(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    """Each place and what it writes, or may fill, of the dropped class: two classes had two of them."""
    dropped = comparison.dropped
    attributes = [item for item in comparison.ours.values() if item.kind == "attribute"]
    told = set[str]()
    for member in attributes:
        if dropped.set_on_self(member.name):
            continue
        for part in ast.walk(dropped.node):
            if _writes(part, member.name, dropped.name):
                told.add(member.name)
                where = Location(dropped.path, getattr(part, "lineno", member.line))
                yield where, f"the class attribute `{member.name}` is written here"
                break
    methods = {item.name for item in comparison.ours.values() if item.kind == "method"}
    for where, name in _written_elsewhere(comparison):
        if name not in methods | told:
            told.add(name)
            yield where, f"the class attribute `{name}` is written here"
    for member in comparison.ours.values():
        for node in member.nodes:
            if isinstance(node, Function) and any(map(_is_made, _defaults(node))):
                yield Location(dropped.path, node.lineno), f"a default of `{member.name}` can be filled"


def set_below(cls: Class) -> list[ast.stmt]:
    """The statements of the module that give the class something once it is there, or ask it to do something."""
    going = Sides(cls.module, (cls.name,), everything=False).going
    return [node for unit in going for node in unit.statements if node is not cls.node and not _is_text(node)]


def _written_elsewhere(comparison: Comparison) -> Iterator[tuple[Location, str]]:
    """Where other code writes an attribute of the class, or fills what is there, by the name of the class."""
    dropped, index = comparison.dropped, comparison.hierarchy.index
    inside = {id(part) for node in (dropped.node, *set_below(dropped)) for part in ast.walk(node)}
    for reference in index.references(dropped.dotted):
        if reference.use is None or reference.meaning != dropped.meaning or id(reference.use.name) in inside:
            continue
        chain = reference.use.attributes
        if reference.form == "attribute":
            chain = chain[[item.attr for item in chain].index(reference.written) + 1 :]
        module, where = index.names.file(reference.path), Location(reference.path, reference.line)
        if chain and (not isinstance(chain[0].ctx, ast.Load) or _is_filled(module, chain)):
            yield where, chain[0].attr
        match module.parents.get(reference.use.name):
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield where, name


def _is_filled(module: Module, chain: tuple[ast.Attribute, ...]) -> bool:
    match module.parents.get(chain[-1]):
        case ast.Call(func=func) if func is chain[-1]:
            return len(chain) == 2 and chain[-1].attr in FILLING
        case ast.Subscript(value=value, ctx=ast.Store() | ast.Del()):
            return value is chain[0]
    return False


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _defaults(node: Function) -> list[ast.expr]:
    return [*node.args.defaults, *filter(None, node.args.kw_defaults)]


def _is_made(default: ast.expr) -> bool:
    return any(isinstance(part, MADE) for part in ast.walk(default))


def _writes(part: ast.AST, name: str, own: str) -> bool:
    """Whether the node changes the class attribute of that name, or what it holds."""

    def is_it(node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.value, ast.Name | ast.Call)

    match part:
        case ast.Call(func=ast.Attribute(value=held, attr=verb)) if verb in FILLING:
            return is_it(held)
        case ast.Subscript(value=held, ctx=ast.Store() | ast.Del()):
            return is_it(held)
        case ast.Attribute(value=ast.Name(id="cls" | "type"), attr=attr, ctx=ast.Store() | ast.Del()):
            return attr == name
        case ast.Attribute(value=ast.Name(id=written), attr=attr, ctx=ast.Store() | ast.Del()) if written == own:
            return attr == name
    return False
