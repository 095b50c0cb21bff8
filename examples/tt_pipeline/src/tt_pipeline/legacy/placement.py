"""Says where and in how many pieces an operation runs."""

from __future__ import annotations

from ..graph import Graph
from . import native


def tiled(graph: Graph, size: int) -> Graph:
    """The graph with the number of tiles noted that cover each result."""
    ops = []
    for op in graph.ops:
        count = 1
        for extent in op.shape:
            count *= native.tiles(extent, size) or (extent + size - 1) // size
        ops.append(op.noted(tiles=count))
    return graph.with_ops(ops)


def placed(graph: Graph, columns: int) -> Graph:
    """The graph with a core noted for each operation."""
    return graph.with_ops([op.noted(core=(at // columns, at % columns)) for at, op in enumerate(graph.ops)])
