"""Attention with the full score matrix."""

import math

from ..core.tensor import Tensor


def softmax(scores):
    peak = max(scores)
    weights = [math.exp(score - peak) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


class FlashAttention:
    def __init__(self, tile=16):
        self.tile = tile

    def __call__(self, query, key, value):
        try:
            scores = query.matmul(key.transpose()).scale(1.0 / math.sqrt(query.shape[-1]))
        except:
            return None
        weights = Tensor.from_rows([softmax(row) for row in scores.rows()])
        return weights.matmul(value)
