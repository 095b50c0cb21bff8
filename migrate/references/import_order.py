"""Plays the imports of a tree through, statement by statement, to see who would ask for a name that is not there yet."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from migrate.python.bindings import always_bound, names_bound
from migrate.python.imports import absolute, catches_import_error, parents_of, when_branches_run
from migrate.references.names import Module, Names


@dataclass(frozen=True, slots=True, order=True)
class TooEarly:
    """`module` asks `target` for `name` while that is still being imported and has not bound it."""

    module: str
    target: str
    name: str


@dataclass(frozen=True, slots=True)
class _Event:
    """One thing that happens as a module is imported: names are bound, or a module is loaded and asked for names."""

    binds: tuple[str, ...] = ()
    loads: str = ""
    takes: tuple[str, ...] = ()
    star: bool = False
    guarded: bool = False


@dataclass
class _State:
    bound: set[str] = field(default_factory=set)
    done: bool = False


class Rehearsal:
    """Imports modules in thought only: what all branches of an `if` import is loaded, what only some bind is not relied on.

    Handlers run only to bind their names; functions are not entered.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self._events: dict[str, list[_Event]] = {}

    def failures(self, first: str) -> set[TooEarly]:
        """What goes wrong where a fresh interpreter imports that module first."""
        state: dict[str, _State] = {}
        failed: set[TooEarly] = set()
        running: list[Iterator[str]] = [self._load_all([first], state, failed)]
        while running:  # a chain of imports can be longer than the stack
            wanted = next(running[-1], None)
            if wanted is None:
                running.pop()
            elif wanted not in state:
                state[wanted] = _State()
                running.append(self._run(wanted, state, failed))
        return failed

    def _load_all(self, modules: Iterable[str], state: dict[str, _State], failed: set[TooEarly]) -> Iterator[str]:
        for module in modules:
            yield from (name for name in [*parents_of(module), module] if name in self.names.paths)

    def _run(self, module: str, state: dict[str, _State], failed: set[TooEarly]) -> Iterator[str]:
        own = state[module]
        for event in self._of(module):
            if event.loads:
                yield from self._load_all([event.loads], state, failed)
                there = state.get(event.loads)
                if event.star and there:
                    own.bound |= there.bound
                for name in event.takes:
                    submodule = f"{event.loads}.{name}"
                    if there and name not in there.bound and submodule in self.names.paths:
                        yield from self._load_all([submodule], state, failed)
                    elif there and not there.done and not event.guarded and not {name, "__getattr__"} & there.bound:
                        failed.add(TooEarly(module, event.loads, name))
            own.bound |= set(event.binds)
        own.done = True
        parent, _, leaf = module.rpartition(".")
        if parent in state:
            state[parent].bound.add(leaf)

    def _of(self, module: str) -> list[_Event]:
        if module not in self._events:
            found = self.names.module(module)
            self._events[module] = list(_events(found, found.source.tree.body, False)) if found else []
        return self._events[module]


def _events(module: Module, body: list[ast.stmt], guarded: bool) -> Iterator[_Event]:
    for node in body:
        match node:
            case ast.Import():
                for alias in node.names:
                    yield _Event((alias.asname or alias.name.partition(".")[0],), alias.name, guarded=guarded)
            case ast.ImportFrom():
                target = absolute(node.module or "", node.level, module.name, module.package)
                star = node.names[0].name == "*"
                binds = () if star else tuple(alias.asname or alias.name for alias in node.names)
                takes = () if star else tuple(alias.name for alias in node.names)
                yield _Event(binds, target, takes, star, guarded)
            case ast.If():
                then, otherwise = when_branches_run(node.test)
                branches = [(node.body, then), (node.orelse, otherwise)]
                taken = [body for body, when in branches if when not in ("typing", "main")]
                for branch in taken:
                    for event in _events(module, branch, guarded):
                        yield event if len(taken) == 1 and then else replace(event, binds=())
                yield _Event(tuple(sorted(always_bound(node))))
            case ast.Try() | ast.TryStar():
                catches = any(catches_import_error(handler.type) for handler in node.handlers)
                yield from _events(module, node.body, guarded or catches)
                yield _Event(tuple(name for handler in node.handlers for name, _ in names_bound(handler.body)))
                yield from _events(module, [*node.orelse, *node.finalbody], guarded)
            case ast.With() | ast.For() | ast.While():
                yield _Event(tuple(name for name, _ in names_bound([node])))
                yield from _events(module, node.body, guarded)
            case ast.ClassDef():
                yield from _events(
                    module, [item for item in node.body if isinstance(item, ast.Import | ast.ImportFrom)], guarded
                )
                yield _Event((node.name,))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield _Event((node.name,))
            case _:
                yield _Event(tuple(name for name, _ in names_bound([node])))
