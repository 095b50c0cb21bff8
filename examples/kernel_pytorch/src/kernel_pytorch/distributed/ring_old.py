"""The ring reduction: slower than the tree on few ranks, still the default."""

from __future__ import annotations

from ..core.tensor import Tensor


def ring_sum(tensors: list[Tensor]) -> Tensor:
    """The sum, passed on chunk by chunk as the ring does it."""
    ranks = len(tensors)
    size = tensors[0].size
    bounds = [size * rank // ranks for rank in range(ranks + 1)]
    total = [0.0] * size
    for chunk in range(ranks):
        for hop in range(ranks):
            source = tensors[(chunk + hop) % ranks]
            for index in range(bounds[chunk], bounds[chunk + 1]):
                total[index] += source.data[index]
    return Tensor(total, tensors[0].shape, tensors[0].dtype)
