"""Attention kernels."""

from .flash import AttentionShapeError, FlashAttention, attention_scores

__all__ = ["AttentionShapeError", "FlashAttention", "attention_scores"]
