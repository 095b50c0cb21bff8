"""From a graph to the plan that a device runs."""

from __future__ import annotations

from .graph import Graph
from .passes import (
    assign_tiles,
    eliminate_dead,
    emit_plan,
    fold_constants,
    fuse_activation,
    fuse_bias,
    infer_shapes,
    normalise,
    place_on_grid,
)


def lower(graph: Graph, size: int = 32) -> Graph:
    """The graph after all passes: each operation has its tiles and its core."""
    graph = normalise(graph)
    graph = infer_shapes(graph)
    # Constants first: the fuser matches what is left.
    graph = fold_constants(graph)
    graph = eliminate_dead(graph)
    graph = fuse_bias(graph)
    graph = fuse_activation(graph)  # after the bias, which may stand between
    graph = assign_tiles(graph, size)
    graph = place_on_grid(graph)
    return graph


def compile_graph(graph: Graph, size: int = 32) -> dict[str, object]:
    """The runtime plan of a graph."""
    return emit_plan(lower(graph, size))
