"""What functions took and take, and which bases classes had and have, as a gate will find it: changes made on purpose."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from migrate.model import Redefinition
from migrate.python.parameters import bases_text, taken_text
from migrate.python.source import last_name
from migrate.references.names import Names

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def redefinitions(before: Names, after: Names, names: Iterable[tuple[str, str]]) -> Iterator[Redefinition]:
    """What is to be declared of these (old, new) dotted names: those that are defined on both sides, and differ."""
    for old, new in sorted(set(names)):
        was, now = definition_text(before, old), definition_text(after, new)
        if was and now and was != now:
            yield Redefinition(new, was, now)


def definition_text(names: Names, dotted: str) -> str:
    """`def (a, b=)`, or `class (Base)`; empty where the tree does not define that name."""
    parts = dotted.split(".")
    for count in range(len(parts) - 1, 0, -1):
        if names.is_module(".".join(parts[:count])):
            module = names.module(".".join(parts[:count]))
            return _text(module.source.tree.body, parts[count:]) if module else ""
    return ""


def _text(body: list[ast.stmt], parts: list[str]) -> str:
    """The last definition of that name is what counts, in whatever branch."""
    found: Definition | None = None
    owner: ast.ClassDef | None = None
    for at, name in enumerate(parts):
        named = [node for node in _definitions(body) if node.name == name]
        found = next((node for node in reversed(named) if not _is_overload(node)), None)
        if at + 1 < len(parts):
            if not isinstance(found, ast.ClassDef):
                return ""
            owner, body = found, found.body
    if isinstance(found, ast.ClassDef):
        return bases_text(last_name(base.value if isinstance(base, ast.Subscript) else base) for base in found.bases)
    return taken_text(found, method=owner is not None) if found else ""


def _is_overload(node: Definition) -> bool:
    return any(last_name(item) == "overload" for item in node.decorator_list)


def _definitions(body: Iterable[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition):
            yield node
        else:
            for name in ("body", "handlers", "orelse", "finalbody"):
                yield from _definitions(getattr(node, name, ()))
