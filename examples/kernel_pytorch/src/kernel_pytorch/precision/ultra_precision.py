"""Storage formats, and how the blocks of one buffer share a budget of bits."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ..core.tensor import Tensor

__all__ = [
    "AdaptivePrecisionAllocator",
    "BlockAssignment",
    "PrecisionFormat",
    "STORAGE_BITS",
    "clamp",
    "quantize_values",
    "tensor_range",
]

logger = logging.getLogger(__name__)


class PrecisionFormat(Enum):
    """A format in which a buffer can be stored."""

    FP32 = "fp32"
    FP16 = "fp16"
    BF16 = "bf16"
    FP8_E4M3 = "fp8_e4m3"  # more mantissa: weights, activations
    FP8_E5M2 = "fp8_e5m2"  # more range: gradients
    INT8 = "int8"
    INT4 = "int4"


STORAGE_BITS = {
    PrecisionFormat.FP32: 32,
    PrecisionFormat.FP16: 16,
    PrecisionFormat.BF16: 16,
    PrecisionFormat.FP8_E4M3: 8,
    PrecisionFormat.FP8_E5M2: 8,
    PrecisionFormat.INT8: 8,
    PrecisionFormat.INT4: 4,
}

_MANTISSA_BITS = {
    PrecisionFormat.FP32: 24,
    PrecisionFormat.FP16: 11,
    PrecisionFormat.BF16: 8,
    PrecisionFormat.FP8_E4M3: 4,
    PrecisionFormat.FP8_E5M2: 3,
}


def clamp(value: float, low: float, high: float) -> float:
    """The value, moved to the nearer bound if it lies outside."""
    return max(low, min(high, value))


def tensor_range(tensor: Tensor) -> float:
    """The largest magnitude in the tensor, 0.0 for an empty one."""
    return max((abs(value) for value in tensor.data), default=0.0)


def quantize_values(values: Iterable[float], fmt: PrecisionFormat) -> list[float]:
    """The values after a trip through `fmt`; integer formats use one symmetric scale for all of them."""
    values = list(values)
    if fmt in _MANTISSA_BITS:
        return [_round_mantissa(value, _MANTISSA_BITS[fmt]) for value in values]
    levels = 2 ** (STORAGE_BITS[fmt] - 1) - 1
    peak = max((abs(value) for value in values), default=0.0)
    if peak == 0.0:
        return values
    step = peak / levels
    return [clamp(round(value / step), -levels, levels) * step for value in values]


def _round_mantissa(value: float, bits: int) -> float:
    mantissa, exponent = math.frexp(value)
    return math.ldexp(round(mantissa * 2**bits) / 2**bits, exponent)


@dataclass(frozen=True)
class BlockAssignment:
    """The format that one block of a buffer gets."""

    start: int
    stop: int
    fmt: PrecisionFormat

    @property
    def bits(self) -> int:
        return (self.stop - self.start) * STORAGE_BITS[self.fmt]


class AdaptivePrecisionAllocator:
    """Gives every block of a buffer a format, wide ones to blocks with a large dynamic range.

    The sum over all blocks stays within `bits_per_value` on average; a budget that not even the
    narrowest format meets is an error.
    """

    LADDER = (PrecisionFormat.INT4, PrecisionFormat.INT8, PrecisionFormat.FP16, PrecisionFormat.FP32)

    def __init__(self, bits_per_value: float = 8.0, block_size: int = 32) -> None:
        if bits_per_value < STORAGE_BITS[self.LADDER[0]]:
            raise ValueError(f"no format fits {bits_per_value} bits a value")
        self.bits_per_value = bits_per_value
        self.block_size = block_size

    def allocate(self, tensor: Tensor) -> list[BlockAssignment]:
        """One assignment per block, in the order of the buffer."""
        spans = [
            (start, min(start + self.block_size, tensor.size)) for start in range(0, tensor.size, self.block_size)
        ]
        chosen = [0] * len(spans)
        spread = [self._dynamic_range(tensor.data[start:stop]) for start, stop in spans]
        left = self.bits_per_value * tensor.size - sum((b - a) * STORAGE_BITS[self.LADDER[0]] for a, b in spans)
        for index in sorted(range(len(spans)), key=lambda i: (-spread[i], i)):
            start, stop = spans[index]
            while chosen[index] + 1 < len(self.LADDER):
                here, above = self.LADDER[chosen[index]], self.LADDER[chosen[index] + 1]
                price = (stop - start) * (STORAGE_BITS[above] - STORAGE_BITS[here])
                if price > left or spread[index] < 2.0 ** (STORAGE_BITS[here] - 1):
                    break
                left -= price
                chosen[index] += 1
        logger.debug("%d blocks, %d bits left", len(spans), left)
        return [BlockAssignment(a, b, self.LADDER[rung]) for (a, b), rung in zip(spans, chosen)]

    def store(self, tensor: Tensor) -> Tensor:
        """The tensor as it reads back after every block went through its format."""
        data: list[float] = []
        for block in self.allocate(tensor):
            data.extend(quantize_values(tensor.data[block.start : block.stop], block.fmt))
        return Tensor(data, tensor.shape, tensor.dtype)

    @staticmethod
    def _dynamic_range(values: list[float]) -> float:
        magnitudes = [abs(value) for value in values if value]
        return max(magnitudes) / min(magnitudes) if magnitudes else 1.0
