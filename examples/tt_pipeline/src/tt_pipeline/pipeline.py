"""Runs passes over a graph."""

from __future__ import annotations

from collections.abc import Iterable

from .graph import Graph, canonical
from .transforms import Pass


def run_pipeline(graph: Graph, passes: Iterable[Pass]) -> Graph:
    """The canonical graph after these passes, in order."""
    graph = canonical(graph)
    for each in passes:
        graph = each.run(graph)
    return graph
