import math

import pytest

from kernel_pytorch.attention import AttentionShapeError, FlashAttention
from kernel_pytorch.core.tensor import Tensor


def plain_attention(query, key, value):
    rows = []
    for q in query.rows():
        weights = [math.exp(sum(a * b for a, b in zip(q, k)) / math.sqrt(len(q))) for k in key.rows()]
        rows.append([sum(w * v for w, v in zip(weights, column)) / sum(weights) for column in zip(*value.rows())])
    return Tensor.from_rows(rows)


@pytest.mark.parametrize("tile", [1, 3, 100])
def test_tiles_do_not_change_the_result(tile):
    query = Tensor([math.sin(i) for i in range(12)], (3, 4))
    key = Tensor([math.cos(i) for i in range(20)], (5, 4))
    value = Tensor([i / 7 for i in range(10)], (5, 2))
    assert FlashAttention(tile)(query, key, value).allclose(plain_attention(query, key, value))


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(AttentionShapeError, match="5 keys for 4 values"):
        FlashAttention()(Tensor.zeros(3, 4), Tensor.zeros(5, 4), Tensor.zeros(4, 2))
    with pytest.raises(AttentionShapeError, match="cannot multiply"):
        FlashAttention()(Tensor.zeros(3, 4), Tensor.zeros(5, 6), Tensor.zeros(5, 2))
    with pytest.raises(ValueError):
        FlashAttention(tile=0)
