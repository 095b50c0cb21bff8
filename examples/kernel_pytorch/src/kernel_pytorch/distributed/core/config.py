"""Configuration of the cluster that a job is placed on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TopologyConfig:
    """Equal nodes with equal devices."""

    nodes: int = 1
    devices_per_node: int = 8

    @property
    def devices(self) -> int:
        return self.nodes * self.devices_per_node


@dataclass(frozen=True)
class MemoryConfig:
    """What one node offers."""

    per_device_bytes: int = 1 << 20
    spill_to_host: bool = False
