"""Gives what a handler raises its cause: `raise … from error`, or `from None`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import Edit
from migrate.python.handlers import Handler
from migrate.refactoring.refused import Refused
from migrate.references.names import Module

NAMES = ("error", "err", "exc", "caught", "caught_error")
"""What a caught exception may be called that has no name."""


class Chaining:
    """The causes in one file's handlers."""

    def __init__(self, module: Module, homes: dict[ast.AST, Scope]) -> None:
        self.module = module
        self.homes = homes

    def of(self, handler: Handler, nothing: bool) -> tuple[str, list[Edit]]:
        """The name that the handler has to give to what it catches (empty where it has one, or needs none), and the edits.

        With `nothing` the cause is None. Raises Refused where the name means something else by then.
        """
        raises = [node for node in _raises(handler.node.body) if self._makes_one(node, handler)]
        if not raises:
            return "", []
        name = handler.node.name or ""
        if not nothing and name and self._is_rebound(handler, name):
            where = Location(self.module.path, handler.node.lineno, symbol=handler.scope)
            reason = f"{where}: `{name}` is bound anew in the handler"
            raise Refused("rebound-name", reason, "use another name for one of the two", where)
        new = "" if nothing or name else self._free_name(handler)
        at = self.module.positions
        text = at.encode(f" from {'None' if nothing else name or new}")
        return new, [Edit(at.end(node), at.end(node), text) for node in raises]

    def _makes_one(self, node: ast.Raise, handler: Handler) -> bool:
        """Whether it raises an exception of its own: a call or a class, not one that was caught or kept elsewhere."""
        if node.exc is None or node.cause is not None:
            return False
        match node.exc:
            case ast.Call(func=ast.Attribute(attr="with_traceback")):
                return False
            case ast.Call():
                return True
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name != handler.node.name and name.lstrip("_")[:1].isupper()
        return False

    def _is_rebound(self, handler: Handler, name: str) -> bool:
        parts = (part for node in handler.node.body for part in ast.walk(node))
        return any(
            (isinstance(part, ast.Name) and part.id == name and not isinstance(part.ctx, ast.Load))
            or (isinstance(part, ast.ExceptHandler) and part.name == name)
            for part in parts
        )

    def _free_name(self, handler: Handler) -> str:
        """A name that nothing around the handler binds or reads."""
        home = self.homes[handler.node]
        taken = set(home.bindings)
        for use in self.module.bindings.uses:
            scope: Scope | None = use.scope
            while scope is not None and scope is not home:
                scope = scope.parent
            if scope is home:
                taken.add(use.name.id)
        taken |= home.globals | home.nonlocals
        for name in NAMES:
            if name not in taken:
                return name
        where = Location(self.module.path, handler.node.lineno, symbol=handler.scope)
        hint = "give the exception a name by hand"
        raise Refused("name-taken", f"{where}: {', '.join(NAMES)} are all in use there", hint, where)


def _raises(body: list[ast.stmt]) -> Iterator[ast.Raise]:
    """The `raise` statements that run in the handler itself: not in a function that it defines, nor in an inner handler."""
    for node in body:
        match node:
            case ast.Raise():
                yield node
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Try() | ast.TryStar():
                yield from _raises([*node.body, *node.orelse, *node.finalbody])
            case ast.Match(cases=cases):
                for case in cases:
                    yield from _raises(case.body)
            case _:
                yield from _raises([*getattr(node, "body", []), *getattr(node, "orelse", [])])
