"""Tensors that several tests share."""

import pytest

from kernel_pytorch.core.tensor import Tensor


@pytest.fixture
def smooth() -> Tensor:
    """Values of one magnitude: tolerates rounding."""
    return Tensor([1.0, -1.0, 0.9, 1.1] * 16, (8, 8))


@pytest.fixture
def spiky() -> Tensor:
    """One outlier far above the rest: reacts strongly to rounding."""
    return Tensor([0.01] * 63 + [100.0], (8, 8))
