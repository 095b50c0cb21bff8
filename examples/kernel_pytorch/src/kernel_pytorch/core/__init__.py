"""What every other package builds on: tensors, configuration, kernel descriptions, the kernel manager."""

from .config import CompileConfig, KernelConfig, MemoryConfig
from .lru_cache import LRUCache
from .tensor import Tensor

__all__ = ["CompileConfig", "KernelConfig", "LRUCache", "MemoryConfig", "Tensor"]
