"""The Triton kernels of 0.1, now in kernel_pytorch.triton_kernels."""

from kernel_pytorch.triton_kernels.ops import fused_gelu, fused_layernorm

__all__ = ["fused_gelu", "fused_layernorm"]
