"""Whether the decorators of a function hand on all arguments that they get."""

from __future__ import annotations

import ast
from collections.abc import Collection

from migrate.python.source import last_name
from migrate.refactoring.calls.sites import Definition
from migrate.references.members.classes import called
from migrate.references.names import Names

HANDS_ON = frozenset({
    "overload", "staticmethod", "classmethod", "abstractmethod", "contextmanager", "asynccontextmanager", "lru_cache",
    "cache", "wraps", "override", "final", "deprecated", "no_type_check", "coroutine", "skip", "skipif",
})  # fmt: skip
"""Decorators that hand all arguments to the function, by their last name."""
FIXED = {
    "property": "a property takes no argument",
    "cached_property": "a property takes no argument",
    "setter": "a property's setter takes one value",
    "getter": "a property takes no argument",
    "deleter": "a property takes no argument",
    "fixture": "pytest fills the parameters of a fixture by their names",
    "parametrize": "pytest fills the parameters of a test by their names",
}


def fixed(definition: Definition) -> str:
    """Why the parameters of that definition are given, if a decorator says so; empty where none does."""
    found = (FIXED.get(last_name(called(item)), "") for item in definition.node.decorator_list)
    return next((why for why in found if why), "")


def unsure(names: Names, definition: Definition, through: Collection[str]) -> ast.expr | None:
    """The first decorator of which nobody can tell whether it hands on all arguments; `through` are known to, by last name."""
    return next(
        (item for item in definition.node.decorator_list if not _hands_on(names, definition, item, through)), None
    )


def _hands_on(names: Names, definition: Definition, item: ast.expr, through: Collection[str]) -> bool:
    node = called(item)
    if last_name(node) in HANDS_ON or last_name(node) in through:
        return True
    chain: list[str] = []
    while isinstance(node, ast.Attribute):
        chain.append(node.attr)
        node = node.value
    meaning = names.of_name(definition.module, node.id, definition.scope) if isinstance(node, ast.Name) else None
    for part in reversed(chain):
        meaning = names.attribute(meaning, part) if meaning else None
    module = names.module(meaning.module) if meaning and meaning.name and not meaning.rest else None
    nodes = module.namespace.get(meaning.name, []) if module and meaning else []
    return bool(nodes) and all(map(_wraps_anything, nodes))


def _wraps_anything(node: ast.AST) -> bool:
    """Whether a decorator gives back what it got, or a function that takes `*args, **kwargs`."""
    if not isinstance(node, ast.FunctionDef):
        return False
    inner = [part for part in ast.walk(node) if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)][1:]
    if inner:
        return any(part.args.vararg and part.args.kwarg for part in inner)
    returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
    first = node.args.args[0].arg if node.args.args else ""
    return bool(returned) and all(isinstance(value, ast.Name) and value.id == first for value in returned)
