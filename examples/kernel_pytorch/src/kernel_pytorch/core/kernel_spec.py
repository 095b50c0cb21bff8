"""What a kernel is before and after compilation, and the device that it is meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class KernelSpec:
    """One kernel asked for: the operation, its problem size and its launch shape."""

    name: str
    op: str
    shape: tuple[int, ...]
    dtype: str = "fp32"
    block_m: int = 16
    block_n: int = 16
    num_warps: int = 4
    shared_bytes: int = 0

    def with_block(self, block_m: int, block_n: int) -> KernelSpec:
        return replace(self, block_m=block_m, block_n=block_n)


@dataclass(frozen=True)
class DeviceInfo:
    """The limits of a device, as its driver reports them."""

    name: str = "reference"
    max_threads: int = 1024
    max_shared_bytes: int = 49152
    warp_size: int = 32
    sm_count: int = 8
    dtypes: tuple[str, ...] = ("fp32", "fp16", "bf16")


@dataclass
class CompiledKernel:
    """A kernel that can be launched."""

    spec: KernelSpec
    source: str
    function: Callable[..., object]
    compile_seconds: float = 0.0
    launches: int = 0
