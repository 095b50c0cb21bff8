"""Who looks at a module's names by `globals()`, and which of those looks are no question about a given name."""

from __future__ import annotations

import ast
from collections.abc import Collection

ASKING = frozenset({"get", "pop", "setdefault", "__getitem__", "__contains__"})


def plain_looks(tree: ast.AST, names: Collection[str] | None) -> frozenset[int]:
    """The ids of the `globals` nodes that only tell an absolute `__import__` who asks, or that ask for a written key which
    is none of these names; with None, any key is a question.
    """
    found: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="__import__"), args=args, keywords=keywords) if _absolute(args, keywords):
                asked = [*args, *(keyword.value for keyword in keywords)]
                found.update(id(asks) for arg in asked if (asks := _asks(arg)))
            case ast.Subscript(value=looked, slice=ast.Constant(value=str() as key)):
                if (asks := _asks(looked)) and _other(key, names):
                    found.add(id(asks))
            case ast.Call(func=ast.Attribute(value=looked, attr=attr), args=[ast.Constant(value=str() as key), *_]) if (
                attr in ASKING
            ):
                if (asks := _asks(looked)) and _other(key, names):
                    found.add(id(asks))
            case ast.Compare(left=ast.Constant(value=str() as key), ops=[ast.In() | ast.NotIn()], comparators=[looked]):
                if (asks := _asks(looked)) and _other(key, names):
                    found.add(id(asks))
    return frozenset(found)


def _other(key: str, names: Collection[str] | None) -> bool:
    return names is not None and key not in names


def _asks(node: ast.expr) -> ast.Name | None:
    match node:
        case ast.Call(func=ast.Name(id="globals") as name, args=[], keywords=[]):
            return name
    return None


def _absolute(args: list[ast.expr], keywords: list[ast.keyword]) -> bool:
    """Whether this `__import__` is no relative one, for which it matters where it stands."""
    levels = [*args[4:5], *(keyword.value for keyword in keywords if keyword.arg in ("level", None))]
    starred = any(isinstance(arg, ast.Starred) for arg in args)
    return not starred and all(isinstance(level, ast.Constant) and level.value == 0 for level in levels)
