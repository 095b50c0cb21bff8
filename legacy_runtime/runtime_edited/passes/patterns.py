"""Declarative patterns of several nodes: what they compute, matched whatever the order of commutative inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

from runtime_edited.ir import Graph, Node, OpType
from runtime_edited.passes.fold import scalar

COMMUTATIVE = frozenset({OpType.ADD, OpType.MUL, OpType.MAXIMUM, OpType.MINIMUM})


@dataclass(frozen=True, slots=True)
class Any:
    """Any node; the same name stands for the same node throughout. `last_axis`: it has that one alone, or is that wide."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A constant that is this number everywhere, to a part in a hundred thousand."""

    value: float


@dataclass(frozen=True, slots=True)
class Free:
    """A constant that is one number everywhere; which one is told under its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """A node of that op with these inputs. `attrs` are those that must be so."""

    op: OpType
    inputs: tuple[Pattern, ...]
    attrs: tuple[tuple[str, object], ...] = ()


Pattern: TypeAlias = Union[Any, Number, Free, Op]  # noqa: UP007 (the names come later)


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern stands for in a graph."""

    root: Node
    nodes: Mapping[str, Node]
    numbers: Mapping[str, float]
    inside: frozenset[Node]
    """All nodes that the pattern's ops stand for."""


def find(graph: Graph, pattern: Op) -> Iterator[Match]:
    """Where the pattern stands. Nodes within it are read by nobody outside of it: only the root is.

    The graph may be changed between two matches.
    """
    for root in list(graph):
        if root.op is not pattern.op:
            continue
        users = graph.users()
        for nodes, numbers, inside in _match(pattern, root, {}, {}, frozenset()):
            own = inside - {root}
            private = all(user in inside for node in own for user in users[node])
            if private and not own & set(graph.outputs):
                yield Match(root, nodes, numbers, inside)
                break


_State: TypeAlias = tuple[dict[str, Node], dict[str, float], frozenset[Node]]


def _match(
    pattern: Pattern, node: Node, nodes: dict[str, Node], numbers: dict[str, float], inside: frozenset[Node]
) -> Iterator[_State]:
    match pattern:
        case Any(name):
            if nodes.get(name, node) is node:
                yield {**nodes, name: node}, numbers, inside
        case Number(value):
            found = scalar(node)
            if found is not None and abs(found - value) <= 1e-5 * max(abs(value), 1e-30):
                yield nodes, numbers, inside
        case Free(name):
            found = scalar(node)
            if found is not None and numbers.get(name, found) == found:
                yield nodes, {**numbers, name: found}, inside
        case Op(op, inputs, attrs):
            if node.op is not op or len(node.inputs) != len(inputs):
                return
            if any(node.attrs.get(name) != value for name, value in attrs):
                return
            orders = [tuple(node.inputs)]
            if op in COMMUTATIVE:
                orders.append(tuple(reversed(node.inputs)))
            for order in orders:
                yield from _match_all(inputs, order, nodes, numbers, inside | {node})


def _match_all(
    patterns: tuple[Pattern, ...],
    given: tuple[Node, ...],
    nodes: dict[str, Node],
    numbers: dict[str, float],
    inside: frozenset[Node],
) -> Iterator[_State]:
    if not patterns:
        yield nodes, numbers, inside
        return
    for state in _match(patterns[0], given[0], nodes, numbers, inside):
        yield from _match_all(patterns[1:], given[1:], *state)
