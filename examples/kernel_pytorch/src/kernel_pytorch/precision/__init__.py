"""Storage formats below 32 bits."""

from .casting import cast, roundtrip_error
from .ultra_precision import (
    AdaptivePrecisionAllocator,
    BlockAssignment,
    PrecisionFormat,
    quantize_values,
)

__all__ = [
    "AdaptivePrecisionAllocator",
    "BlockAssignment",
    "PrecisionFormat",
    "cast",
    "quantize_values",
    "roundtrip_error",
]
