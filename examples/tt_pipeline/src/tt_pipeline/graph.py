"""Graphs of operations, in the order in which they can run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Op:
    """One operation: `kind` of its inputs, with a shape and whatever passes noted of it."""

    name: str
    kind: str
    inputs: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    notes: Mapping[str, object] = field(default_factory=dict)

    def noted(self, **notes: object) -> Op:
        """The same operation with these notes."""
        return replace(self, notes={**self.notes, **notes})


@dataclass(frozen=True)
class Graph:
    """Operations by name; `outputs` are those that somebody asks for."""

    ops: tuple[Op, ...]
    outputs: tuple[str, ...]

    def __getitem__(self, name: str) -> Op:
        return next(op for op in self.ops if op.name == name)

    def users(self, name: str) -> list[Op]:
        """The operations that read that one."""
        return [op for op in self.ops if name in op.inputs]

    def with_ops(self, ops: list[Op]) -> Graph:
        """A graph of these operations with the same outputs."""
        return Graph(tuple(ops), self.outputs)


def canonical(graph: Graph) -> Graph:
    """The graph with the inputs of what commutes in order: equal work looks equal."""
    return graph.with_ops(
        [replace(op, inputs=tuple(sorted(op.inputs))) if op.kind in ("add", "mul") else op for op in graph.ops]
    )
