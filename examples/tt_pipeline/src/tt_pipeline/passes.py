"""The passes of release 0.3, one function each."""

from __future__ import annotations

from . import plan
from .graph import Graph, canonical
from .legacy import fusion, placement, simplify

__all__ = [
    "assign_tiles",
    "eliminate_dead",
    "emit_plan",
    "fold_constants",
    "fuse_activation",
    "fuse_all",
    "fuse_bias",
    "infer_shapes",
    "normalise",
    "place_on_grid",
]


def normalise(graph: Graph) -> Graph:
    """The inputs of what commutes, in order."""
    return canonical(graph)


def infer_shapes(graph: Graph) -> Graph:
    """Shapes are given when an operation is made; nothing is left to do."""
    return graph


def fold_constants(graph: Graph) -> Graph:
    """Work out what only constants go into."""
    return simplify.folded(graph)


def eliminate_dead(graph: Graph) -> Graph:
    """Drop what no output needs."""
    return simplify.needed(graph)


def fuse_bias(graph: Graph) -> Graph:
    """A bias after a matmul becomes a part of it."""
    return fusion.fused(graph, ("bias",))


def fuse_activation(graph: Graph) -> Graph:
    """An activation after a matmul becomes a part of it."""
    return fusion.fused(graph, ("relu", "gelu"))


def fuse_all(graph: Graph) -> Graph:
    """The bias, then the activation."""
    return fuse_activation(fuse_bias(graph))


def assign_tiles(graph: Graph, size: int = 32) -> Graph:
    """Note how many tiles of `size` by `size` cover each result."""
    return placement.tiled(graph, size)


def place_on_grid(graph: Graph, columns: int = 4) -> Graph:
    """Give each operation a core, row by row on a grid that is `columns` wide."""
    return placement.placed(graph, columns)


def emit_plan(graph: Graph) -> dict[str, object]:
    """The runtime plan of a lowered graph."""
    return plan.emit_plan(graph)
