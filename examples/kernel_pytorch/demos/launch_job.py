"""Place a job on a cluster and reduce over its ranks."""

from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.distributed import DistributedConfig, Group, all_reduce
from kernel_pytorch.distributed.core.config import TopologyConfig
from kernel_pytorch.distributed.launch import make_plan

job = DistributedConfig(world_size=4)
plan = make_plan(job, TopologyConfig(nodes=2, devices_per_node=2))
group = Group([Tensor([float(rank)] * 4) for rank in range(job.world_size)])
all_reduce(group)
print("nodes:", [plan.node_of(rank) for rank in range(job.world_size)])
print("sum on rank 3:", group.tensors[3].data)
