"""What loads what, before and after a change of some modules: rings that it closes, names asked for too early, modules that
a package no longer loads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from migrate.python.imports import Import, ModuleGraph, imports_of, parents_of
from migrate.references.import_order import Rehearsal, TooEarly
from migrate.references.names import Names

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


class Loading:
    """Which module of a tree loads which as it is imported, worked out module by module."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.imports = _Imports(names)
        self.graph = ModuleGraph(self.imports)
        self.rehearsal = Rehearsal(names)
        self.needs = cache(self._needs)
        """The modules that a module loads and that are not loaded before it anyway."""

    def ring_of(self, module: str) -> set[str]:
        """The modules that the module leads to and that lead back to it."""
        return set(self._leads_back(module)) if module in self.names.paths else set()

    def rings_through(self, module: str, others: Collection[str]) -> Iterator[list[str]]:
        """For each of these in a ring with the module, the shortest ring through both, as a walk from `module` to itself."""
        there, back = _walk(module, self.needs), self._leads_back(module)
        for other in others:
            if other in back:
                walk = [other]
                while walk[0] != module:
                    walk.insert(0, there[walk[0]])
                while walk[-1] != module:
                    walk.append(back[walk[-1]])
                yield walk

    def surely(self, package: str) -> set[str]:
        """The modules that importing the package always loads."""
        return self.graph.loaded_by(package)

    def perhaps(self, package: str) -> set[str]:
        """The modules that importing the package may load."""
        return self.graph.loaded_by(package, self._listed)

    def _needs(self, module: str) -> frozenset[str]:
        at_import = [item for item in self.imports[module] if item.when == "import"]
        return frozenset().union(*(self.graph.needs(module, item) for item in at_import))

    def _leads_back(self, module: str) -> dict[str, str]:
        """The modules that lie in a ring with this one → the next one on a shortest way to it."""
        forward = {module, *_walk(module, self.needs)}
        users: dict[str, set[str]] = {}
        for name in forward:
            for needed in self.needs(name):
                users.setdefault(needed, set()).add(name)
        return _walk(module, lambda name: users.get(name, ()))

    def _listed(self, package: str) -> list[str]:
        info = self.names.module(package)
        named = [f"{package}.{name}" for name in info.exports.names] if info else []
        return [name for name in named if name in self.names.paths]


def _walk(start: str, edges: Callable[[str], Iterable[str]]) -> dict[str, str]:
    """What can be reached from there → the one before it on a shortest way."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for following in sorted(edges(name)):
            if following not in came:
                came[following] = name
                waiting.append(following)
    return came


def new_cycle(before: Loading, after: Loading, old: str, new: str) -> list[str]:
    """The shortest ring of imports through `new` that was no ring through `old` or `new` before; empty if there is none.

    Only files that the two modules lead to are read.
    """
    rings = before.ring_of(old) | before.ring_of(new) | {old, new}
    return min(after.rings_through(new, after.ring_of(new) - rings), key=lambda ring: (len(ring), ring), default=[])


def too_early(before: Loading, after: Loading, old: str, new: str) -> TooEarly | None:
    """A name that somebody would ask for too early after the change, and did not before, whichever module comes first."""
    first = [*parents_of(new), new, *sorted(after.ring_of(new))[:MOST]]
    for module in dict.fromkeys(name for name in first if name in after.names.paths):
        failed = after.rehearsal.failures(module)
        if failed:
            entries = [entry for entry in (module, old) if entry in before.names.paths]
            known = {item.name for entry in entries for item in before.rehearsal.failures(entry)}
            for item in sorted(failed):
                if item.name not in known:
                    return item
    return None


def no_longer_loaded(before: Loading, after: Loading, old: str, new: str, left: bool) -> tuple[str, str] | None:
    """A package above `old` and a module below that: importing the one always loaded the other, and no longer does.

    Then `import pkg` is no longer enough for `pkg.sub.name`. Where nothing is left of `old`, `new` has to be there for it.
    """
    for package in parents_of(old):
        if package in before.names.paths and package in after.names.paths:
            now = after.perhaps(package)
            for module in sorted(before.surely(package)):
                place = new if module == old and not left else module
                lost = place.startswith(f"{package}.") and place not in now
                if lost and "._" not in place and not _is_hidden(after.names, place):
                    return package, place
    return None


def _is_hidden(names: Names, module: str) -> bool:
    """Whether its package has another thing of its name, or may hand it out when asked."""
    parent, _, leaf = module.rpartition(".")
    info = names.module(parent)
    return info is not None and ({leaf, "__getattr__"} & set(info.namespace)) != set()
