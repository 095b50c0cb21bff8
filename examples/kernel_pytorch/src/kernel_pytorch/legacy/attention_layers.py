"""Moved to kernel_pytorch.attention in 0.3; importing it from here warns."""

import warnings

from ..attention.flash import FlashAttention, attention_scores

__all__ = ["FlashAttention", "attention_scores"]

warnings.warn(
    "kernel_pytorch.legacy.attention_layers is deprecated, import kernel_pytorch.attention",
    DeprecationWarning,
    stacklevel=2,
)
