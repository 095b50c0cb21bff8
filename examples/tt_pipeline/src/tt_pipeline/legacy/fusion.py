"""Lets a matmul do what follows it."""

from __future__ import annotations

from dataclasses import replace

from ..graph import Graph


def fused(graph: Graph, kinds: tuple[str, ...]) -> Graph:
    """The graph in which what follows a matmul alone, and is of these kinds, is a part of it."""
    for op in graph.ops:
        if op.kind in kinds and op.inputs and any(item.name == op.inputs[0] for item in graph.ops):
            first = graph[op.inputs[0]]
            alone = graph.users(first.name) == [op] and first.name not in graph.outputs
            if first.kind == "matmul" and alone:
                merged = replace(first, name=op.name, inputs=(*first.inputs, *op.inputs[1:]), shape=op.shape)
                merged = merged.noted(fused=(*first.notes.get("fused", ()), op.kind))
                ops = [merged if item is op else item for item in graph.ops if item is not first]
                return fused(graph.with_ops(ops), kinds)
    return graph
