"""What makes a graph smaller and its kernels larger. A pass mutates a graph and tells how many changes it made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from runtime.ir import Graph
from runtime.passes.absorb import absorb_into_products, linear_from_matmul
from runtime.passes.attention import attention_from_projections, causal_masks
from runtime.passes.chains import fuse_chains
from runtime.passes.fold import fold_constants, simplify
from runtime.passes.fusion import fuse_patterns
from runtime.passes.merge import merge_linears
from runtime.passes.rotary import rotary_embeddings

Pass = Callable[[Graph], int]

DEFAULT_PIPELINE: Sequence[Pass] = (
    fold_constants,
    simplify,
    fuse_patterns,
    linear_from_matmul,
    absorb_into_products,
    causal_masks,
    rotary_embeddings,
    attention_from_projections,
    fuse_chains,
    merge_linears,
    fold_constants,
    simplify,
)


def optimize(graph: Graph, pipeline: Sequence[Pass] = DEFAULT_PIPELINE) -> dict[str, int]:
    """Run the passes in order, dropping after each what nobody reads any more; gives each one's number of changes."""
    made: dict[str, int] = {}
    for one in pipeline:
        made[one.__name__] = made.get(one.__name__, 0) + one(graph)
        graph.sort()
        graph.prune()
    return made


def run_passes(graph: Graph, passes: Sequence[Pass] | None = None) -> dict[str, int]:
    """`optimize(graph)`, as it was asked for in 0.4."""
    return optimize(graph, DEFAULT_PIPELINE if passes is None else passes)


__all__ = ["DEFAULT_PIPELINE", "Pass", "optimize"]
