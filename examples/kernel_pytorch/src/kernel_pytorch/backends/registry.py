"""Find a backend by its name and put its parts together."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from ..core.config import KernelConfig
from ..legacy.gpu_utils import device_name

_MODULES = {
    "amd": "kernel_pytorch.backends.amd",
    "nvidia": "kernel_pytorch.backends.nvidia",
    "tpu": "kernel_pytorch.backends.tpu",
}


@dataclass
class Backend:
    """The parts of one vendor's backend."""

    name: str
    device: str
    memory: Any
    optimizer: Any


def names() -> list[str]:
    return sorted(_MODULES)


def create(config: KernelConfig) -> Backend:
    """The backend that the configuration names; its package is imported only now."""
    if config.backend not in _MODULES:
        raise ValueError(f"unknown backend {config.backend!r}, known: {', '.join(names())}")
    module = importlib.import_module(_MODULES[config.backend])
    return Backend(config.backend, device_name(), module.MemoryManager(config.memory), module.Optimizer())
