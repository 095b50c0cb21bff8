"""Makes a graph smaller."""

from __future__ import annotations

from ..graph import Graph, Op
from . import native


def folded(graph: Graph) -> Graph:
    """The graph with everything worked out that only constants go into."""
    ops: list[Op] = []
    values: dict[str, float] = {}
    for op in graph.ops:
        known = [values[name] for name in op.inputs if name in values]
        if op.kind == "const":
            values[op.name] = op.notes["value"]
        elif op.kind in ("add", "mul") and len(known) == 2 == len(op.inputs):
            left, right = known
            value = native.fold(op.kind, left, right)
            if value is None:
                value = left + right if op.kind == "add" else left * right
            values[op.name] = value
            op = Op(op.name, "const", (), op.shape, {"value": value})
        ops.append(op)
    return graph.with_ops(ops)


def needed(graph: Graph) -> Graph:
    """The graph without what no output needs."""
    while True:
        ops = [op for op in graph.ops if op.name in graph.outputs or graph.users(op.name)]
        if len(ops) == len(graph.ops):
            return graph
        graph = graph.with_ops(ops)
