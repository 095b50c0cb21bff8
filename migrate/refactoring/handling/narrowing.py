"""The exceptions that a broad handler should name: those that its `try` can raise, or those that a person gives."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cached_property

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.handlers import Handler
from migrate.refactoring.handling.raising import Raising, Unproven, is_below, narrowest
from migrate.refactoring.refused import Refused
from migrate.references.names import BUILTINS, Module


class Narrowing:
    """The types of one file's handlers."""

    def __init__(self, module: Module, homes: dict[ast.AST, Scope]) -> None:
        self.module = module
        self.homes = homes

    @cached_property
    def _raising(self) -> Raising:
        return Raising(self.module)

    def proven(self, handler: Handler) -> tuple[str, str]:
        """The type, and why. Raises Refused where the `try` holds anything that is not known."""
        if handler.node is not handler.of.handlers[-1]:
            raise self._refused("other-handlers", handler, "handlers stand below it", "put it last, or give its types")
        try:
            raised = self._raising.by(handler.of.body)
        except Unproven as error:
            where = Location(self.module.path, error.line, symbol=handler.scope)
            reason = f"{where}: not all that the `try` can raise is known: {error.what}"
            raise Refused("unproven-raise", reason, self._hint(handler), where) from error
        left = [name for name in raised if not any(is_below(name, other) for other in self._caught_above(handler))]
        if not left:
            raise self._refused(
                "nothing-raised", handler, "the `try` raises nothing that it could catch", "take it away"
            )
        names = narrowest(left)
        if "Exception" in names:
            raise self._refused(
                "broad-raise", handler, "the `try` raises a plain `Exception`", "raise a narrower one first"
            )
        self._check_names(handler, names)
        return _written(names), "all that the `try` can raise"

    def given(self, handler: Handler, names: Sequence[str]) -> tuple[str, str]:
        """The type that the plan gives. Raises Refused for a name that means nothing there."""
        self._check_names(handler, names)
        return _written(names), "given"

    def _hint(self, handler: Handler) -> str:
        return f'say `narrow = {{"{self.module.path}::{handler.scope}" = ["…"]}}` where you know it'

    def _caught_above(self, handler: Handler) -> list[str]:
        """The builtin exceptions that handlers above it catch."""
        above = handler.of.handlers[: handler.of.handlers.index(handler.node)]
        kinds = [Handler(node, handler.of, handler.scope).catches for node in above]
        scope = self.homes[handler.node]
        found = [name for names in kinds for name in names]
        return [name for name in found if name in BUILTINS and scope.lookup(name) is None]

    def _check_names(self, handler: Handler, names: Sequence[str]) -> None:
        scope = self.homes[handler.node]
        for name in names:
            top = name.partition(".")[0]
            home = scope.lookup(top)
            if name in BUILTINS and home is not None:
                raise self._refused(
                    "captured-name", handler, f"`{name}` means something else there", "rename that first"
                )
            if home is None and top not in BUILTINS:
                hint = "import it there first, or name a builtin"
                raise self._refused("no-such-name", handler, f"`{name}` means nothing there", hint)

    def _refused(self, code: str, handler: Handler, why: str, hint: str) -> Refused:
        where = Location(self.module.path, handler.node.lineno, symbol=handler.scope)
        return Refused(code, f"{where}: {why}", hint, where)


def _written(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"({', '.join(names)})"
