"""Cast whole tensors between storage formats."""

from __future__ import annotations

from ..core.tensor import DTYPE_BITS, Tensor
from .ultra_precision import PrecisionFormat, quantize_values, tensor_range


def cast(tensor: Tensor, fmt: PrecisionFormat | str) -> Tensor:
    """The tensor as it reads back from `fmt`."""
    fmt = PrecisionFormat(fmt)
    dtype = fmt.value if fmt.value in DTYPE_BITS else "fp8"
    return Tensor(quantize_values(tensor.data, fmt), tensor.shape, dtype)


def roundtrip_error(tensor: Tensor, fmt: PrecisionFormat) -> float:
    """The largest error of a cast, relative to the largest value."""
    peak = tensor_range(tensor)
    if peak == 0.0:
        return 0.0
    stored = quantize_values(tensor.data, fmt)
    return max(abs(a - b) for a, b in zip(tensor.data, stored)) / peak


def cast_for_sensitivity(tensor: Tensor, threshold: float = 0.5) -> Tensor:
    """FP16 for a tensor that reacts strongly to rounding, FP8 for any other."""
    from kernel_pytorch.optimizations.next_gen.ultra_precision import measure_sensitivity

    sensitive = measure_sensitivity(tensor) > threshold
    return cast(tensor, PrecisionFormat.FP16 if sensitive else PrecisionFormat.FP8_E4M3)
