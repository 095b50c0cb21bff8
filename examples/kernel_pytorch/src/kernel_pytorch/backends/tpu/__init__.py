"""The TPU backend."""

from .exceptions import TPUCompileFailure, TPUDeviceNotFound, TPUException, TPUOutOfMemory
from .memory_manager import TPUMemoryManager
from .optimizer import TPUOptimizer

MemoryManager = TPUMemoryManager
Optimizer = TPUOptimizer

__all__ = [
    "MemoryManager",
    "Optimizer",
    "TPUCompileFailure",
    "TPUDeviceNotFound",
    "TPUException",
    "TPUMemoryManager",
    "TPUOptimizer",
    "TPUOutOfMemory",
]
