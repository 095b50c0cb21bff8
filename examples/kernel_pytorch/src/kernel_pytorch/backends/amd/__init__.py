"""The AMD backend."""

from .exceptions import AMDBackendError, AMDCompilationError, AMDLaunchError, AMDMemoryError
from .memory_manager import AMDMemoryManager
from .optimizer import AMDOptimizer

MemoryManager = AMDMemoryManager
Optimizer = AMDOptimizer

__all__ = [
    "AMDBackendError",
    "AMDCompilationError",
    "AMDLaunchError",
    "AMDMemoryError",
    "AMDMemoryManager",
    "AMDOptimizer",
    "MemoryManager",
    "Optimizer",
]
