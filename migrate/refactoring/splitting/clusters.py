"""Parts of a class that grow from seeds: each takes what its seed is tied to, and what ties several parts stays between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from migrate.errors import nearest
from migrate.model import Json
from migrate.python.metrics import Node, Ties, groups
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.members import Members

COLUMNS = ("part", "methods", "lines", "attributes", "shared with others", "calls to others", "calls from others")
MOST = 0.75
"""A single part that takes more than this share of the methods is no part of the class but the class."""


@dataclass(frozen=True)
class Cluster:
    """One part: its methods in the order of the text, and the attributes that only they (and what stays) use."""

    name: str
    methods: tuple[str, ...]
    attributes: tuple[str, ...]


@dataclass(frozen=True)
class Clusters:
    """The parts, and the methods and attributes that hold them together and so belong to none."""

    parts: tuple[Cluster, ...]
    between: tuple[Node, ...]


def ties_of(members: Members) -> Ties:
    """The methods that may stand elsewhere and what they share, as one undirected graph."""
    movable = set(members.movable)
    ties: Ties = {(True, name): set() for name in movable}
    for name in movable:
        here = (True, name)
        for asked in members.methods[name].names:
            other = (asked in members.methods, asked)
            if (other[0] and asked in movable) or asked in members.attributes:
                ties[here].add(other)
                ties.setdefault(other, set()).add(here)
    return ties


def clusters_of(members: Members, seeds: Mapping[str, Sequence[str]]) -> Clusters:
    """The parts that grow from these seeds. Raises Refused where two seeds hang together without anything between."""
    ties = ties_of(members)
    nodes = {part: frozenset(_seed(members, ties, name) for name in names) for part, names in seeds.items()}
    owner: dict[Node, str] = {}
    for part, found in nodes.items():
        for node in sorted(found):
            if owner.setdefault(node, part) != part:
                raise _inseparable(members, f"`{node[1]}` is a seed of `{owner[node]}` and of `{part}`")
    between = _between(members, ties, owner)
    found_parts = {part: [group for group in groups(ties, between) if nodes[part] & set(group)] for part in seeds}
    order = list(members.methods)
    parts = tuple(
        Cluster(
            part,
            tuple(sorted((name for group in found for method, name in group if method), key=order.index)),
            tuple(sorted(name for group in found for method, name in group if not method)),
        )
        for part, found in found_parts.items()
    )
    return Clusters(_untied(members, parts), tuple(sorted(between)))


def _seed(members: Members, ties: Ties, name: str) -> Node:
    node = (name in members.methods, name)
    where = members.cls.file.module.path
    if node in ties:
        return node
    if name in members.held:
        raise Refused("held", f"{where}: `{name}` cannot leave the class: {members.held[name]}", "name another seed")
    if name in members.attributes:
        raise Refused("unused-seed", f"{where}: no method that can move uses `{name}`", "name another seed")
    known = [*members.methods, *members.attributes]
    hint = nearest(name, known, "name an attribute or a method of the class")
    raise Refused("no-such-name", f"`{members.cls.dotted}` has no `{name}`", hint)


def _between(members: Members, ties: Ties, owner: Mapping[Node, str]) -> list[Node]:
    """What must be taken out so that the seeds of different parts come apart; as little as a greedy search finds."""
    taken: list[Node] = []
    single = len(set(owner.values())) == 1
    count = sum(method for method, _ in ties)
    asking = {node: sum(node[1] in members.methods[name].names for method, name in ties if method) for node in ties}

    def mixed(without: Collection[Node]) -> list[list[Node]]:
        found = []
        for group in groups(ties, without):
            parts = {owner[node] for node in group if node in owner}
            whole = single and parts and sum(method for method, _ in group) > MOST * count
            if len(parts) > 1 or whole:
                found.append(group)
        return found

    fixed = {(False, name) for _, name in ties if len(members.cls.set_on_self(name)) < 2}

    def cost(node: Node) -> tuple[int, int, bool, int, int, Node]:
        """What is left to do; of equals, an attribute that is set once, then a method that nobody calls."""
        left = mixed([*taken, node])
        joined = sum(node in owner for group in left for node in group)
        return joined, sum(len(group) ** 2 for group in left), node not in fixed, asking[node], -len(ties[node]), node

    while joined := mixed(taken):
        candidates = [node for group in joined for node in group if node not in owner]
        busiest = sorted(candidates, key=lambda node: (-len(ties[node]), node))[:40]
        if not busiest:
            names = " and ".join(f"`{node[1]}`" for node in sorted(owner) if node in joined[0])
            reason = f"{names} is tied to most of the class" if single else f"{names} use each other"
            raise _inseparable(members, reason)
        taken.append(min(busiest, key=cost))
    for node in list(taken):  # what was taken early may have become harmless
        rest = [other for other in taken if other != node]
        if not mixed(rest):
            taken = rest
    return taken


def _inseparable(members: Members, reason: str) -> Refused:
    hint = "name seeds that lie further apart, or fewer parts"
    return Refused("not-separable", f"`{members.cls.dotted}`: {reason}", hint)


def _untied(members: Members, parts: tuple[Cluster, ...]) -> tuple[Cluster, ...]:
    """The parts without the methods that share a mangled name with one that stands elsewhere."""
    while True:
        home = {name: part.name for part in parts for name in part.methods}
        held: dict[str, str] = {}
        for name, users in members.mangled.items():
            if len({home.get(user, "") for user in users}) > 1:
                reason = f"others in the class use `{name}` too, which Python mangles by the name of the class"
                held |= dict.fromkeys((user for user in users if user in home), reason)
        if not held:
            return parts
        members.held |= held
        parts = tuple(_without(members, part, held) for part in parts)


def _without(members: Members, part: Cluster, held: Collection[str]) -> Cluster:
    methods = tuple(name for name in part.methods if name not in held)
    used = {asked for name in methods for asked in members.methods[name].names}
    return Cluster(part.name, methods, tuple(name for name in part.attributes if name in used))


def check_worth(members: Members, clusters: Clusters, least: int, most: float) -> None:
    """Raises Refused for a part of too few methods, and where too much would stand between the parts."""
    for part in clusters.parts:
        if len(part.methods) < least:
            reason = f"`{part.name}` would have {len(part.methods)} of {len(members.methods)} methods"
            hint = f"name another seed for it, or say `least = {len(part.methods)}`"
            raise Refused("small-part", reason, hint if part.methods else "name another seed for it")
    count = sum(method for method, _ in clusters.between)
    grown = sum(len(part.methods) for part in clusters.parts)
    if count and count > most * (count + grown):
        names = ", ".join(f"`{name}`" for method, name in clusters.between if method)
        reason = f"{count} methods ({names}) hold the parts together, against {grown} in the parts"
        hint = "name seeds that lie further apart, fewer parts, or a larger `between`"
        raise Refused("not-separable", f"`{members.cls.dotted}`: {reason}", hint)


def rows_of(members: Members, clusters: Clusters) -> list[tuple[Json, ...]]:
    """The numbers, one row for each part and one for what stays in the class."""
    home = {name: part.name for part in clusters.parts for name in part.methods}
    uses = {name: method.names for name, method in members.methods.items()}
    named = [(part.name, part.methods) for part in clusters.parts]
    named.append(("stays", tuple(name for name in members.methods if name not in home)))
    rows = []
    for part, methods in named:
        own = {name for name in methods for name in uses[name] if name in members.attributes}
        foreign = {name for other in members.methods if other not in methods for name in uses[other]}
        out = sum(name in members.methods and name not in methods for method in methods for name in uses[method])
        into = sum(name in methods for other in members.methods if other not in methods for name in uses[other])
        lines = sum(
            (node.end_lineno or 0) - node.lineno + 1 for name in methods for node in members.methods[name].nodes
        )
        rows.append((part, len(methods), lines, len(own), ", ".join(sorted(own & foreign)), out, into))
    return rows
