"""The passes, as objects: made with their settings, run by `pipeline.run_pipeline`."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from math import prod
from typing import ClassVar

from .graph import Graph, Op


class Pass:
    """One pass over a graph. It never changes the graph that it is given."""

    def run(self, graph: Graph) -> Graph:
        """The graph after the pass."""
        raise NotImplementedError("a subclass says what it does")


@dataclass(frozen=True)
class FoldConstants(Pass):
    """Work out what only constants go into."""

    WORK: ClassVar = {"add": operator.add, "mul": operator.mul}

    def run(self, graph: Graph) -> Graph:
        done: dict[str, Op] = {}
        for op in graph.ops:
            values = [done[name].notes.get("value") for name in op.inputs]
            if op.kind in self.WORK and len(values) == 2 and None not in values:
                op = Op(op.name, "const", (), op.shape, {"value": self.WORK[op.kind](*values)})
            done[op.name] = op
        return graph.with_ops(list(done.values()))


@dataclass(frozen=True)
class EliminateDead(Pass):
    """Drop what no output needs."""

    def run(self, graph: Graph) -> Graph:
        needed, waiting = set(), list(graph.outputs)
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += graph[name].inputs
        return graph.with_ops([op for op in graph.ops if op.name in needed])


@dataclass(frozen=True)
class Fuse(Pass):
    """Let a matmul do, in the same step, what alone follows it: `what` is `bias` or `activation`."""

    KINDS: ClassVar = {"bias": ("bias",), "activation": ("relu", "gelu")}
    what: str

    def run(self, graph: Graph) -> Graph:
        ops = {op.name: op for op in graph.ops}
        for op in graph.ops:
            first = ops.get(op.inputs[0]) if op.inputs else None
            if op.kind not in self.KINDS[self.what] or first is None or first.kind != "matmul":
                continue
            if len(graph.with_ops(list(ops.values())).users(first.name)) == 1 and first.name not in graph.outputs:
                fused = (*first.notes.get("fused", ()), op.kind)
                merged = replace(first, name=op.name, inputs=(*first.inputs, *op.inputs[1:]), shape=op.shape)
                ops[op.name] = merged.noted(fused=fused)
                del ops[first.name]
        return graph.with_ops(list(ops.values()))


@dataclass(frozen=True)
class Tile(Pass):
    """Note how many tiles of `size` by `size` cover each result."""

    size: int = 32

    def run(self, graph: Graph) -> Graph:
        return graph.with_ops(
            [op.noted(tiles=prod(-(-extent // self.size) for extent in op.shape)) for op in graph.ops]
        )


@dataclass(frozen=True)
class Place(Pass):
    """Give each operation a core, row by row on a grid that is `columns` wide."""

    columns: int = 4

    def run(self, graph: Graph) -> Graph:
        return graph.with_ops([op.noted(core=divmod(at, self.columns)) for at, op in enumerate(graph.ops)])
