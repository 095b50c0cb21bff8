"""Optimizations for hardware that is just arriving. Names here may still change."""

from .sparsity import prune_2_4, sparsity
from .ultra_precision import AdaptivePrecisionAllocator, LayerDecision, PrecisionFormat

__all__ = ["AdaptivePrecisionAllocator", "LayerDecision", "PrecisionFormat", "prune_2_4", "sparsity"]
