"""The check `cycles`: no modules need each other in a ring, as they are imported, that did not before."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.gate.judged import Baseline
from migrate.gate.moved import Moved
from migrate.gate.tree import Tree
from migrate.model import Verdict


def cycles(tree: Tree) -> tuple[tuple[str, ...], ...]:
    """The sets of modules that need each other at import."""
    return tuple(tree.graph.cycles("import-time"))


def check(baseline: Baseline, tree: Tree, moved: Moved) -> Verdict:
    """Red for a ring with a module in it that was in no ring with the others before. Shrinking and renaming is well."""
    allowed = [_image(cycle, moved) for cycle in baseline.cycles]
    found = cycles(tree)
    new = [cycle for cycle in found if not any(known.issuperset(cycle) for known in allowed)]
    if not new:
        return Verdict("cycles", True, f"no new import cycle, {len(found)} as before")
    edges = tree.graph.edges("import-time")
    evidence = tuple(" → ".join(_shortest(cycle, allowed, edges)) for cycle in new)
    return Verdict("cycles", False, f"{len(new)} new import cycles", evidence)


def _image(cycle: tuple[str, ...], moved: Moved) -> frozenset[str]:
    """The modules of a known ring as they are called now, and those to which something of theirs was moved."""
    known = {*cycle, *map(moved.now, cycle)}
    for move in moved.moves:
        if move.old in known or move.old.rpartition(".")[0] in known:
            known.add(move.new if move.kind == "module" else move.new.rpartition(".")[0])
    return frozenset(known)


def _shortest(cycle: tuple[str, ...], allowed: list[frozenset[str]], edges: Mapping[str, set[str]]) -> list[str]:
    """The shortest way round through a module that is new to the ring."""
    strangers = [module for module in cycle if not any(module in known for known in allowed)] or list(cycle)
    return min((_round(start, set(cycle), edges) for start in strangers), key=lambda way: (len(way), way))


def _round(start: str, inside: set[str], edges: Mapping[str, set[str]]) -> list[str]:
    ways, seen = [[start]], set[str]()
    for way in ways:
        for needed in sorted(edges.get(way[-1], set()) & inside):
            if needed == start:
                return [*way, start]
            if needed not in seen:
                seen.add(needed)
                ways.append([*way, needed])
    return [*sorted(inside)]
