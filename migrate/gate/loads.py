"""Which submodules a package has as attributes once it is imported: `import pkg` is then enough for `pkg.sub.name`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from migrate.gate.judged import Baseline
from migrate.gate.moved import Moved
from migrate.gate.tree import Tree
from migrate.python.imports import parents_of


def loads(tree: Tree) -> dict[str, frozenset[str]]:
    """Package → the public modules below it that importing it always loads, and importing its parent does not."""
    public = {name for name in tree.offered if not any(part.startswith("_") for part in name.split("."))}
    found: dict[str, frozenset[str]] = {}
    for package in sorted(public):
        if tree.offered[package].package:
            below = {name for name in tree.graph.loaded_by(package) & public if _below(name, package)}
            below -= set().union(*(found.get(parent, ()) for parent in parents_of(package)))
            if below:
                found[package] = frozenset(below)
    return found


def lost(baseline: Baseline, tree: Tree, moved: Moved) -> Iterator[str]:
    """What is to be said of submodules that a package loaded at the baseline, and that nothing it imports loads any more.

    Only a package that surely did is compared, with whatever it possibly does now.
    """
    known: dict[str, set[str]] = {}
    for package, modules in sorted(baseline.loads.items()):
        for module in sorted(modules):
            for home, place in _places(package, module, moved):
                if home not in known:
                    known[home] = tree.graph.loaded_by(home, partial(_listed, tree))
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


def _listed(tree: Tree, package: str) -> set[str]:
    """The submodules that a star import loads, since `__all__` names them."""
    shape: Mapping[str, list[str]] = tree.names.shapes.get(package) or {}
    return {name for short in shape.get("all") or () if (name := f"{package}.{short}") in tree.modules}
