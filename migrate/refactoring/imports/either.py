"""Attributes of a name that holds one module or another thing, as branches decide: `impl.f` after `try: import a as impl`."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from migrate.references.names import Meaning, Module, Names


def either(names: Names, module: Module, old: str, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    """Line and reason for each use of one of these names of the module `old`, where the index can not tell that it is one."""
    for use in module.bindings.uses:
        asked = [count for count, attribute in enumerate(use.attributes) if attribute.attr in wanted]
        home = use.looked_up_in.lookup(use.name.id) if asked else None
        nodes = home.bindings[use.name.id] if home else []
        if len(nodes) < 2:
            continue
        known = names.of_use(module, use)
        meanings = {names.bound(module, use.name.id, node) for node in nodes if isinstance(node, ast.alias)} - {known}
        for count in asked:
            if any(_after(names, meaning, use.attributes[:count]) == Meaning(old) for meaning in meanings):
                attribute = use.attributes[count]
                yield attribute.lineno, f"`{ast.unparse(attribute)}`, where `{use.name.id}` may be another thing"


def _after(names: Names, meaning: Meaning | None, attributes: Collection[ast.Attribute]) -> Meaning | None:
    for attribute in attributes:
        meaning = names.attribute(meaning, attribute.attr) if meaning else None
    return meaning
