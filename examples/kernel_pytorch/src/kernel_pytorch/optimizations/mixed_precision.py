"""Run a chain of layers with each layer in the format that the allocator chose for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.tensor import Tensor
from ..precision.casting import cast
from ..precision.ultra_precision import STORAGE_BITS
from ..precision.ultra_precision import PrecisionFormat as StorageFormat
from .next_gen import ultra_precision as model_precision

if TYPE_CHECKING:
    from .next_gen.ultra_precision import AdaptivePrecisionAllocator

try:
    from ..legacy import triton_ops
except ImportError:
    triton_ops = None


def storage_format(fmt: model_precision.PrecisionFormat) -> StorageFormat:
    """The format in which a layer of `fmt` is stored; formats without hardware storage widen to FP8."""
    if fmt is model_precision.PrecisionFormat.NVFP4:
        return StorageFormat.INT4
    if fmt is model_precision.PrecisionFormat.MXFP6:
        return StorageFormat.FP8_E4M3
    return StorageFormat(fmt.value)


def run_chain(
    weights: dict[str, Tensor], x: Tensor, allocator: AdaptivePrecisionAllocator | None = None
) -> tuple[Tensor, dict[str, str]]:
    """x through all layers, and the format that each of them used."""
    if allocator is None:
        allocator = model_precision.AdaptivePrecisionAllocator()
    formats = allocator.assign(weights)
    for name, weight in weights.items():
        x = x.matmul(cast(weight, storage_format(formats[name])))
        if triton_ops is not None:
            x = triton_ops.fused_gelu(x)
        else:
            x = x.map(lambda value: max(0.0, value))
    return x, {name: fmt.value for name, fmt in formats.items()}


def stored_bits(weights: dict[str, Tensor], formats: dict[str, model_precision.PrecisionFormat]) -> int:
    return sum(tensor.size * STORAGE_BITS[storage_format(formats[name])] for name, tensor in weights.items())
