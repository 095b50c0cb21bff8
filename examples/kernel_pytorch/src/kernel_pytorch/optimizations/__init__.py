"""Optimizations above the single kernel."""

from .graph_optimizer import GraphOptimizer, OptimizationLevel
from .next_gen import AdaptivePrecisionAllocator

__all__ = ["AdaptivePrecisionAllocator", "GraphOptimizer", "OptimizationLevel"]
