"""Place the ranks of a job on the devices of a cluster."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.config import MemoryConfig as ProcessMemoryConfig
from ..config import DistributedConfig
from ..core.config import MemoryConfig, TopologyConfig


@dataclass(frozen=True)
class LaunchPlan:
    """Where each rank runs, and the memory setup that its process gets."""

    placement: tuple[tuple[int, int], ...]
    memory: ProcessMemoryConfig

    def node_of(self, rank: int) -> int:
        return self.placement[rank][0]


def make_plan(job: DistributedConfig, topology: TopologyConfig, memory: MemoryConfig | None = None) -> LaunchPlan:
    """Fill node after node. A job that does not fit is refused unless the node may spill to host memory."""
    memory = memory if memory is not None else MemoryConfig()
    if job.world_size > topology.devices:
        raise ValueError(f"{job.world_size} ranks do not fit on {topology.devices} devices")
    wanted = job.memory.usable_bytes()
    if wanted > memory.per_device_bytes and not memory.spill_to_host:
        raise ValueError(f"a rank wants {wanted} bytes, a device has {memory.per_device_bytes}")
    placement = tuple(divmod(rank, topology.devices_per_node) for rank in range(job.world_size))
    process = ProcessMemoryConfig(
        capacity_bytes=wanted, alignment=job.memory.alignment, allow_growth=memory.spill_to_host
    )
    return LaunchPlan(placement, process)
