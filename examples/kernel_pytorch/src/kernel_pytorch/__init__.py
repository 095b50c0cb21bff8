"""Tuned kernels with reference fallbacks: precision, compilation, backends and launch plans in one import."""

from __future__ import annotations

import importlib

from .core.config import CompileConfig, KernelConfig, MemoryConfig
from .core.tensor import Tensor
from .precision import AdaptivePrecisionAllocator, PrecisionFormat

__version__ = "0.4.2"

__all__ = [
    "AdaptivePrecisionAllocator",
    "CompileConfig",
    "KernelConfig",
    "MemoryConfig",
    "PrecisionFormat",
    "Tensor",
    "UnifiedKernelManager",
    "__version__",
    "measure_sensitivity",
]

# Imported on first use: the manager and the sensitivity tables double the import time.
_ON_DEMAND = {
    "UnifiedKernelManager": "kernel_pytorch.core.unified_manager",
    "measure_sensitivity": "kernel_pytorch.optimizations.next_gen.ultra_precision",
}


def __getattr__(name: str) -> object:
    try:
        module = importlib.import_module(_ON_DEMAND[name])
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(module, name)
