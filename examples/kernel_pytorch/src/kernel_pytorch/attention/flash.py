"""Attention in tiles with a running softmax: no full score matrix is ever held."""

from __future__ import annotations

import math

from ..core.tensor import Tensor
from ..utils.timing import Timer


class AttentionShapeError(ValueError):
    """Query, key and value do not fit together."""


def attention_scores(query: Tensor, key: Tensor) -> Tensor:
    """Q Kᵀ / √d."""
    try:
        return query.matmul(key.transpose()).scale(1.0 / math.sqrt(query.shape[-1]))
    except ValueError as error:
        raise AttentionShapeError(str(error)) from error


class FlashAttention:
    """Softmax(Q Kᵀ / √d) V, read in tiles of `tile` keys."""

    def __init__(self, tile: int = 16, timer: Timer | None = None) -> None:
        if tile < 1:
            raise ValueError("tile must be at least 1")
        self.tile = tile
        self.timer = timer if timer is not None else Timer()

    def __call__(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        if key.shape[0] != value.shape[0]:
            raise AttentionShapeError(f"{key.shape[0]} keys for {value.shape[0]} values")
        self.timer.start("attention")
        try:
            values = value.rows()
            rows = [self._row(scores, values) for scores in attention_scores(query, key).rows()]
        finally:
            self.timer.stop("attention")
        return Tensor.from_rows(rows, query.dtype)

    def _row(self, scores: list[float], values: list[list[float]]) -> list[float]:
        peak, total = -math.inf, 0.0
        out = [0.0] * len(values[0])
        for start in range(0, len(scores), self.tile):
            tile = scores[start : start + self.tile]
            new_peak = max(peak, *tile)
            shrink = math.exp(peak - new_peak) if total else 0.0
            total *= shrink
            out = [entry * shrink for entry in out]
            for offset, score in enumerate(tile):
                weight = math.exp(score - new_peak)
                total += weight
                out = [entry + weight * v for entry, v in zip(out, values[start + offset])]
            peak = new_peak
        return [entry / total for entry in out]
