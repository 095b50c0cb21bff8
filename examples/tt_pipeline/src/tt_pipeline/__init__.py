"""Lowers small tensor graphs to a plan for a grid of cores."""

from .graph import Graph, Op
from .lowering import compile_graph, lower
from .plan import VERSION
from .runtime import load

__all__ = ["VERSION", "Graph", "Op", "compile_graph", "load", "lower"]
