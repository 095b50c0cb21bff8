import pytest

from kernel_pytorch.core.config import CompileConfig, KernelConfig, MemoryConfig, from_mapping
from kernel_pytorch.distributed.config import CompileConfig as JobCompileConfig
from kernel_pytorch.distributed.config import DistributedConfig
from kernel_pytorch.distributed.config import MemoryConfig as JobMemoryConfig


def test_defaults_of_a_process_and_of_a_job_differ():
    assert (MemoryConfig().alignment, JobMemoryConfig().alignment) == (256, 512)
    assert (CompileConfig().timeout_s, JobCompileConfig().timeout_s) == (30.0, 120.0)


def test_flags_come_in_the_order_of_the_compiler():
    assert CompileConfig(3, True, flags=["-g"]).effective_flags() == ["-O3", "--use-fast-math", "-g"]


def test_mapping_builds_the_nested_configuration():
    config = from_mapping({"backend": "amd", "memory": {"alignment": 128}})
    assert config == KernelConfig("amd", memory=MemoryConfig(alignment=128))


def test_mapping_refuses_unknown_keys():
    with pytest.raises(ValueError, match="colour"):
        from_mapping({"colour": "green"})


@pytest.mark.parametrize("values", [{"capacity_bytes": 0}, {"alignment": 3}])
def test_memory_that_makes_no_sense_is_refused(values):
    with pytest.raises(ValueError):
        MemoryConfig(**values)


def test_job_memory_keeps_a_reserve():
    assert JobMemoryConfig(capacity_bytes=1000, reserve_fraction=0.25).usable_bytes() == 750
    with pytest.raises(ValueError):
        JobMemoryConfig(reserve_fraction=1.0)


def test_rank_outside_the_world_is_refused():
    with pytest.raises(ValueError, match="rank 2"):
        DistributedConfig(world_size=2, rank=2)
