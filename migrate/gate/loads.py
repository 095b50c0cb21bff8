"""Which submodules a package has as attributes once it is imported: `import pkg` is then enough for `pkg.sub.name`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from migrate.gate.judged import Baseline
from migrate.gate.moved import Moved
from migrate.gate.tree import Tree
from migrate.python.imports import parents_of


def loads(tree: Tree) -> dict[str, frozenset[str]]:
    """Package → the public modules below it that importing it always loads, and importing its parent does not."""
    edges = _edges(tree, sure=True)
    public = {name for name in tree.offered if not any(part.startswith("_") for part in name.split("."))}
    found: dict[str, frozenset[str]] = {}
    for package in sorted(public):
        if tree.offered[package].package:
            below = {name for name in _loaded(edges, package) & public if _below(name, package)}
            below -= set().union(*(found.get(parent, ()) for parent in parents_of(package)))
            if below:
                found[package] = frozenset(below)
    return found


def lost(baseline: Baseline, tree: Tree, moved: Moved) -> Iterator[str]:
    """What is to be said of submodules that a package loaded at the baseline, and that nothing it imports loads any more.

    Only a package that surely did is compared, with whatever it possibly does now.
    """
    edges = _edges(tree, sure=False)
    known: dict[str, set[str]] = {}
    for package, modules in sorted(baseline.loads.items()):
        for module in sorted(modules):
            for home, place in _places(package, module, moved):
                if home not in known:
                    known[home] = _loaded(edges, home)
                if place in known[home] or not _is_attribute_lost(tree, home, place):
                    continue
                if not moved.removed(module, place, f"{package} without {module}"):
                    yield f"`import {home}` no longer gives {place}: nothing that it loads imports that any more"


def _places(package: str, module: str, moved: Moved) -> Iterator[tuple[str, str]]:
    """The packages and modules that answer for the two now: where they were, if something stays there, and where they went."""
    if moved.stays(package) and moved.stays(module):
        yield package, module
    now = moved.now(package), moved.now(module)
    if now != (package, module):
        yield now


def _is_attribute_lost(tree: Tree, home: str, place: str) -> bool:
    """Whether a module that is not loaded is missed: it and the package are there, and no other thing has its name."""
    parent, _, leaf = place.rpartition(".")
    if not (_below(place, home) and home in tree.modules and place in tree.modules):
        return False  # a module that is lost is told of by itself
    shape = tree.names.shapes.get(parent)
    if shape is None:
        return True
    starred = any(tree.names.find(f"{star}.{leaf}").what != "missing" for star in shape["stars"])
    return not (shape["open"] or leaf in shape["names"] or starred)


def _below(name: str, package: str) -> bool:
    return name.startswith(f"{package}.")


def _edges(tree: Tree, sure: bool) -> Callable[[str], set[str]]:
    """What importing a module loads directly: surely, or at most."""
    known: dict[str, set[str]] = {}

    def edges(module: str) -> set[str]:
        if module not in known:
            found = {parent for parent in parents_of(module) if parent in tree.modules}
            for statement in tree.graph.imports.get(module, ()):
                never = statement.guarded or statement.fallback or statement.conditional
                if statement.when == "import" and not (sure and never):
                    found |= tree.graph.resolve(statement)
                    if statement.is_star and not sure:
                        found |= _listed(tree, statement.target)
            known[module] = found
        return known[module]

    return edges


def _listed(tree: Tree, package: str) -> set[str]:
    """The submodules that a star import loads, since `__all__` names them."""
    shape: Mapping[str, list[str]] = tree.names.shapes.get(package) or {}
    return {name for short in shape.get("all") or () if (name := f"{package}.{short}") in tree.modules}


def _loaded(edges: Callable[[str], set[str]], module: str) -> set[str]:
    seen, waiting = {module}, [module]
    while waiting:
        for name in edges(waiting.pop()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
