"""Whether a change of some modules closes a ring of imports that was open before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from migrate.python.import_order import Rehearsal, TooEarly
from migrate.python.imports import Import, ModuleGraph, imports_of, parents_of
from migrate.python.names import Names

MOST = 50
"""Of how many modules of a ring each is tried as the first one to be imported."""


class _Imports(Mapping[str, Sequence[Import]]):
    """The import facts of every module of a tree, read from the file when they are asked for."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.read: dict[str, list[Import]] = {}

    def __getitem__(self, module: str) -> Sequence[Import]:
        if module not in self.read:
            found = self.names.module(module)
            self.read[module] = imports_of(found.source.tree, module, found.package) if found else []
        return self.read[module]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names.paths)

    def __len__(self) -> int:
        return len(self.names.paths)


def new_cycle(before: Names, after: Names, old: str, new: str) -> list[str]:
    """The shortest ring of imports through `new` that was no ring through `old` or `new` before; empty if there is none.

    Only files that the two modules lead to are read.
    """
    rings = _ring_members(before, old) | _ring_members(before, new) | {old, new}
    graph = _Graph(after)
    for path in graph.rings_through(new):
        if not set(path) <= rings:
            return path
    return []


def too_early(before: Names, after: Names, old: str, new: str) -> TooEarly | None:
    """A name that somebody would ask for too early after the change, and did not before, whichever module comes first."""
    first = [*parents_of(new), new, *sorted(_Graph(after).ring_of(new))[:MOST]]
    was, would_be = Rehearsal(before), Rehearsal(after)
    for module in dict.fromkeys(name for name in first if name in after.paths):
        failed = would_be.failures(module)
        if failed:
            known = {item.name for entry in (module, old) if entry in before.paths for item in was.failures(entry)}
            for item in sorted(failed):
                if item.name not in known:
                    return item
    return None


def _ring_members(names: Names, module: str) -> set[str]:
    return _Graph(names).ring_of(module) if module in names.paths else set()


class _Graph:
    """Which module needs which at import time, worked out module by module."""

    def __init__(self, names: Names) -> None:
        self.imports = _Imports(names)
        self.graph = ModuleGraph(self.imports)

    def needs(self, module: str) -> set[str]:
        at_import = [item for item in self.imports[module] if item.when == "import"]
        return set().union(*(self.graph.needs(module, item) for item in at_import))

    def ring_of(self, module: str) -> set[str]:
        """The modules that the module leads to and that lead back to it."""
        forward = self._reach(module)
        users: dict[str, set[str]] = {}
        for name in forward:
            for needed in self.needs(name):
                users.setdefault(needed, set()).add(name)
        back, waiting = set(), [module]
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in back:
                    back.add(user)
                    waiting.append(user)
        return back & forward

    def _reach(self, module: str) -> set[str]:
        seen, waiting = {module}, [module]
        while waiting:
            for name in self.needs(waiting.pop()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        return seen

    def rings_through(self, module: str) -> Iterator[list[str]]:
        """For each module that lies in a ring with this one, the shortest ring through both, as a walk from `module`."""
        members = self.ring_of(module)
        for member in sorted(members - {module}):
            there = self._walk(module, member, members)
            back = self._walk(member, module, members)
            if there and back:
                yield there + back[1:]

    def _walk(self, start: str, end: str, within: set[str]) -> list[str]:
        came: dict[str, str] = {start: ""}
        waiting = [start]
        while waiting:
            name = waiting.pop(0)
            for needed in sorted(self.needs(name) & within):
                if needed not in came:
                    came[needed] = name
                    waiting.append(needed)
        if end not in came:
            return []
        path = [end]
        while path[-1] != start:
            path.append(came[path[-1]])
        return path[::-1]
