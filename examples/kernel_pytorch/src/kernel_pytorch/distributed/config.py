"""Configuration of a job that spans several processes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class MemoryConfig:
    """How much of each device's memory a job may take."""

    capacity_bytes: int = 1 << 20
    alignment: int = 512
    reserve_fraction: float = 0.1

    def __post_init__(self) -> None:
        if self.capacity_bytes <= 0:
            raise ValueError("capacity_bytes must be positive")
        if not 0.0 <= self.reserve_fraction < 1.0:
            raise ValueError("reserve_fraction must lie in [0, 1)")

    def usable_bytes(self) -> int:
        return int(self.capacity_bytes * (1.0 - self.reserve_fraction))


@dataclass
class CompileConfig:
    """How the ranks share compilation."""

    opt_level: int = 2
    fast_math: bool = False
    timeout_s: float = 120.0
    compile_on_rank: int = 0


@dataclass
class DistributedConfig:
    """One job."""

    world_size: int = 1
    rank: int = 0
    transport: str = "tcp"
    memory: MemoryConfig = field(default_factory=MemoryConfig)
    compile: CompileConfig = field(default_factory=CompileConfig)

    def __post_init__(self) -> None:
        if not 0 <= self.rank < self.world_size:
            raise ValueError(f"rank {self.rank} does not exist among {self.world_size}")
