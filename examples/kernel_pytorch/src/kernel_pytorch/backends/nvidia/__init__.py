"""The NVIDIA backend."""

from .exceptions import NvidiaCompilationError, NvidiaDeviceError, NvidiaError, NvidiaMemoryError
from .memory_manager import NvidiaMemoryManager
from .optimizer import NvidiaOptimizer

MemoryManager = NvidiaMemoryManager
Optimizer = NvidiaOptimizer

__all__ = [
    "MemoryManager",
    "NvidiaCompilationError",
    "NvidiaDeviceError",
    "NvidiaError",
    "NvidiaMemoryError",
    "NvidiaMemoryManager",
    "NvidiaOptimizer",
    "Optimizer",
]
