"""A module cut in two: the statements that go and those that stay, and what each side reads of the other, and when."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.model import Location
from migrate.python.bindings import Scope, Use
from migrate.refactoring.left.modules import TABLE
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import home_of
from migrate.refactoring.units import HEADER, Unit, hints_of, lazy_hints, only_words, units_of
from migrate.references.names import Module

Moment = Literal["import", "call", "typing"]
"""When a name is read: while the module is imported, when a function is called, or by type checkers alone."""

OWN = frozenset(
    {"__all__", "__doc__", "__getattr__", "__dir__", "__path__", "__version__", TABLE, "_moved", "TYPE_CHECKING"}
)
"""What a module binds for itself, or keeps for names that left it."""
COPIES = frozenset({"getLogger", "get_logger", "TypeVar", "ParamSpec", "TypeVarTuple"})
"""Calls whose result each module makes for itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A module-level name, or a builtin, that a statement reads. `function` is the outermost one around the place."""

    use: Use
    unit: Unit
    moment: Moment
    function: ast.FunctionDef | ast.AsyncFunctionDef | None

    @property
    def name(self) -> str:
        return self.use.name.id


class Sides:
    """The module, and which of its names go. What must go with them goes too."""

    def __init__(self, module: Module, names: Iterable[str], everything: bool) -> None:
        """With `everything` go also the statements that bind nothing and run as the module is imported."""
        self.module = module
        self.units = units_of(module)
        self.everything = everything
        self.names: set[str] = set()
        self.copied: list[Unit] = []
        """Statements that both sides have, each its own."""
        self.take(names)

    def take(self, names: Iterable[str]) -> None:
        """Let these go as well. Raises Refused where a statement binds more than that."""
        self.names |= set(names)
        self.__dict__.pop("going", None)
        for name in sorted(self.names):
            for unit in self.binders.get(name, ()):
                if more := sorted(self.bound_by(unit) - self.names):
                    at, others = self.at(unit), ", ".join(f'"{self.module.name}.{item}"' for item in more)
                    raise Refused(
                        "bound-together", f"{at} binds `{name}` together with `{more[0]}`", f"move {others} as well", at
                    )

    def at(self, unit: Unit) -> Location:
        return Location(self.module.path, unit.line)

    # who binds

    @cached_property
    def unit_of(self) -> dict[int, Unit]:
        """The statement around each node, by the node's id."""
        return {id(part): unit for unit in self.units for node in unit.statements for part in ast.walk(node)}

    @cached_property
    def binders(self) -> dict[str, list[Unit]]:
        """Name → the statements that bind it as the module is imported."""
        inner = {
            id(part)
            for function in self.module.bindings.scope_of
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for node in (function.body if isinstance(function.body, list) else [function.body])
            for part in ast.walk(node)
        }
        found: dict[str, list[Unit]] = {}
        for name, nodes in self.module.namespace.items():
            units = [self.unit_of[id(node)] for node in nodes if id(node) not in inner]
            found[name] = list(dict.fromkeys(units))
        return found

    def bound_by(self, unit: Unit) -> set[str]:
        """The names that this statement binds as the module is imported."""
        return {name for name, units in self.binders.items() if unit in units}

    @cached_property
    def writers(self) -> dict[str, list[Unit]]:
        """Name → the statements with a function that declares it `global`."""
        found: dict[str, list[Unit]] = {}
        for node, scope in self.module.bindings.scope_of.items():
            for name in scope.globals if scope is not self.module.bindings.module else ():
                found.setdefault(name, []).append(self.unit_of[id(node)])
        return found

    def is_imported(self, name: str) -> bool:
        """Whether imports alone bind the name."""
        nodes = self.module.namespace.get(name, [])
        return bool(nodes) and all(isinstance(node, ast.alias) for node in nodes)

    def own(self) -> list[str]:
        """The names that the module defines itself, in the order of the text."""
        mains = {name for unit in self.units if unit.kind == "main" for name in self.bound_by(unit)}
        mains -= {name for unit in self.units if unit.kind != "main" for name in self.bound_by(unit)}
        found = [name for unit in self.units for name in sorted(self.bound_by(unit)) if unit.kind not in HEADER]
        return [name for name in dict.fromkeys(found) if not self.is_imported(name) and name not in OWN | mains]

    # what goes

    @cached_property
    def going(self) -> list[Unit]:
        """The statements that go, in the order of the text."""
        found: list[Unit] = []
        for count, unit in enumerate(self.units):
            follows = count > 0 and self.units[count - 1] in found
            bound = self.bound_by(unit)
            if bound & self.names or (not bound and self._belongs(unit, follows)):
                found.append(unit)
        return found

    @property
    def staying(self) -> list[Unit]:
        going = set(self.going)
        return [unit for unit in self.units if unit not in going]

    def _belongs(self, unit: Unit, follows: bool) -> bool:
        """Whether a statement that binds nothing goes: words about what is above it, an attribute given to what goes."""
        if unit.kind != "other":
            return False
        if only_words(unit):
            return follows or self.everything
        if self.everything:
            return True
        return all(roots and roots <= self.names for roots in map(_changed, unit.statements))

    # what is read

    @cached_property
    def readings(self) -> list[Reading]:
        """Everything that the module's statements read of its own names, of builtins, and of names nobody knows."""
        bindings = self.module.bindings
        unread = self._type_hints
        found = []
        for use in bindings.uses:
            home = home_of(use)
            unit = self.unit_of.get(id(use.quoted or use.name))
            at_top = use.scope is bindings.module
            if unit is None or home not in (None, bindings.module) or (at_top and not _is_read(use)):
                continue
            function = _outermost(use.scope, bindings.scope_of)
            moment: Moment = "call" if function else "import"
            if use.quoted is not None or id(use.name) in unread:
                moment = "typing"
            named = function if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) else None
            if moment == "call" and named is None:
                moment = "import"  # a lambda has no body to import anything in
            found.append(Reading(use, unit, moment, named))
        return found

    @cached_property
    def _type_hints(self) -> set[int]:
        """The nodes of annotations that nothing evaluates."""
        found: set[int] = set()
        lazy = lazy_hints(self.module)
        for unit in self.units:
            if unit.kind == "typing" or not lazy:
                continue
            for node in unit.statements:
                found |= {id(part) for hint in hints_of(node) for part in ast.walk(hint)}
        return found

    def read_by(self, units: Collection[Unit]) -> dict[str, list[Reading]]:
        """Name → where these statements read it."""
        wanted, found = set(units), dict[str, list[Reading]]()
        for reading in self.readings:
            if reading.unit in wanted:
                found.setdefault(reading.name, []).append(reading)
        return found

    def called_at_once(self, units: Collection[Unit]) -> set[str]:
        """The names that are read while the module is imported, those inside functions that run then included."""
        calls: dict[Unit, set[str]] = {}
        for reading in self.readings:
            if reading.moment == "import" and id(reading.use.name) in self._called:
                calls.setdefault(reading.unit, set()).add(reading.name)
        found: set[str] = set()
        waiting = [name for unit in units for name in calls.get(unit, ())]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for unit in self.binders.get(name, ()):
                for reading in self.readings:
                    if reading.unit is unit and reading.moment != "typing":
                        found.add(reading.name)
                        if id(reading.use.name) in self._called:
                            waiting.append(reading.name)
        return found

    @cached_property
    def _called(self) -> set[int]:
        """The names (by id) that something calls: `f(…)`, `f.g(…)`, `@f`."""
        found = set()
        for part in ast.walk(self.module.source.tree):
            called = [part.func] if isinstance(part, ast.Call) else getattr(part, "decorator_list", [])
            for node in called:
                while isinstance(node, ast.Attribute):
                    node = node.value
                found.add(id(node))
        return found

    def is_copied(self, name: str) -> bool:
        """Whether each module makes this thing for itself: a logger, a type variable."""
        units = self.binders.get(name, [])
        return len(units) == 1 and name not in self.names and called_to_make(units[0]) in COPIES


def called_to_make(unit: Unit) -> str:
    """The name of what `x = made(…)` calls; empty for any other statement."""
    match unit.statements:
        case [ast.Assign(targets=[ast.Name()], value=ast.Call(func=func))]:
            return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return ""


def _is_read(use: Use) -> bool:
    """Whether the use asks for what the name holds: `x`, and `x.y = 1` too."""
    return isinstance(use.name.ctx, ast.Load)


def _changed(node: ast.stmt) -> set[str]:
    """The names whose attributes or items a statement sets, or that it asks to do something; empty for any other."""
    targets: list[ast.expr]
    match node:
        case ast.Assign(targets=targets):
            pass
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            targets = [target]
        case ast.Delete(targets=targets):
            pass
        case ast.Expr(value=ast.Call(func=ast.Attribute() as func)):
            targets = [func]
        case _:
            return set()
    return {_root(target) for target in targets}


def _root(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return ""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _outermost(scope: Scope | None, scope_of: dict[ast.AST, Scope]) -> ast.AST | None:
    """The outermost function around a scope whose body runs later; type parameters are no such thing."""
    found = None
    while scope and scope.parent:
        if scope.kind == "function" and scope_of.get(scope.node) is scope:
            found = scope.node
        scope = scope.parent
    return found
