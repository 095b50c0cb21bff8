import pytest

from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.distributed import DistributedConfig, Group, all_reduce, broadcast
from kernel_pytorch.distributed.collectives import reduce_scatter
from kernel_pytorch.distributed.config import MemoryConfig as JobMemoryConfig
from kernel_pytorch.distributed.core.config import MemoryConfig, TopologyConfig
from kernel_pytorch.distributed.launch import make_plan


@pytest.fixture
def group():
    return Group([Tensor([rank, 1.0, 2.0]) for rank in range(3)])


@pytest.mark.parametrize("algorithm", ["ring", "tree"])
def test_every_rank_gets_the_sum(group, algorithm):
    all_reduce(group, algorithm)
    assert [tensor.data for tensor in group.tensors] == [[3, 3, 6]] * len(group)


def test_unknown_algorithm_is_refused(group):
    with pytest.raises(ValueError, match="star"):
        all_reduce(group, "star")
    with pytest.raises(NotImplementedError):
        reduce_scatter(group)


def test_broadcast_takes_the_root(group):
    broadcast(group, root=2)
    assert [tensor.data[0] for tensor in group.tensors] == [2, 2, 2]


def test_errors_of_all_ranks_come_together(group):
    def odd_ranks_fail(rank, tensor):
        if rank % 2 == 0:
            raise ValueError(rank)
        return tensor

    with pytest.raises(ExceptionGroup) as caught:
        group.on_each_rank(odd_ranks_fail)
    assert [error.args for error in caught.value.exceptions] == [(0,), (2,)]


def test_close_runs_every_callback(group):
    closed = []
    group.on_close(lambda: 1 / 0)
    group.on_close(lambda: closed.append(True))
    group.close()
    assert closed == [True]


def test_ranks_fill_node_after_node():
    plan = make_plan(DistributedConfig(world_size=5), TopologyConfig(nodes=2, devices_per_node=4))
    assert plan.placement == ((0, 0), (0, 1), (0, 2), (0, 3), (1, 0))
    assert plan.node_of(4) == 1
    assert (plan.memory.alignment, plan.memory.allow_growth) == (512, False)


def test_job_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="9 ranks"):
        make_plan(DistributedConfig(world_size=9), TopologyConfig())


def test_node_may_spill_to_the_host():
    job = DistributedConfig(memory=JobMemoryConfig(capacity_bytes=4096, reserve_fraction=0.0))
    with pytest.raises(ValueError, match="wants 4096 bytes"):
        make_plan(job, TopologyConfig(), MemoryConfig(per_device_bytes=1024))
    plan = make_plan(job, TopologyConfig(), MemoryConfig(per_device_bytes=1024, spill_to_host=True))
    assert plan.memory.allow_growth
