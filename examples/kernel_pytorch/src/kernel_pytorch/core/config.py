"""Configuration of one process: what to compile, for which kernels, in how much memory."""

from __future__ import annotations

from dataclasses import dataclass, field, fields


@dataclass
class MemoryConfig:
    """How a backend's memory manager is set up."""

    capacity_bytes: int = 1 << 20
    alignment: int = 256
    allow_growth: bool = False

    def __post_init__(self) -> None:
        if self.capacity_bytes <= 0:
            raise ValueError("capacity_bytes must be positive")
        if self.alignment & (self.alignment - 1):
            raise ValueError("alignment must be a power of two")


@dataclass
class CompileConfig:
    """How kernels are compiled."""

    opt_level: int = 2
    fast_math: bool = False
    timeout_s: float = 30.0
    flags: list[str] = field(default_factory=list)

    def effective_flags(self) -> list[str]:
        """The flags in the order in which the compiler sees them."""
        flags = [f"-O{self.opt_level}"]
        if self.fast_math:
            flags.append("--use-fast-math")
        return flags + self.flags


@dataclass
class KernelConfig:
    """Everything that a kernel manager needs to know."""

    backend: str = "nvidia"
    cache_entries: int = 64
    memory: MemoryConfig = field(default_factory=MemoryConfig)
    compile: CompileConfig = field(default_factory=CompileConfig)


def from_mapping(values: dict[str, object]) -> KernelConfig:
    """A KernelConfig from parsed TOML or JSON; unknown keys are refused, not dropped."""
    values = dict(values)
    memory = MemoryConfig(**values.pop("memory", {}))
    compile_ = CompileConfig(**values.pop("compile", {}))
    known = {entry.name for entry in fields(KernelConfig)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise ValueError(f"unknown configuration keys: {', '.join(unknown)}")
    return KernelConfig(memory=memory, compile=compile_, **values)
