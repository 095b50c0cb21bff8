import pytest

from kernel_pytorch import KernelConfig, MemoryConfig, backends
from kernel_pytorch.backends.amd import AMDLaunchError, AMDMemoryError, AMDMemoryManager, AMDOptimizer
from kernel_pytorch.backends.nvidia import (
    NvidiaCompilationError,
    NvidiaDeviceError,
    NvidiaMemoryError,
    NvidiaMemoryManager,
    NvidiaOptimizer,
)
from kernel_pytorch.backends.tpu import TPUDeviceNotFound, TPUMemoryManager, TPUOptimizer, TPUOutOfMemory
from kernel_pytorch.core.kernel_spec import DeviceInfo, KernelSpec

MATMUL = KernelSpec("mm", "matmul", (2048, 2048))
MANAGERS = [NvidiaMemoryManager, AMDMemoryManager, TPUMemoryManager]


@pytest.mark.parametrize("name", ["amd", "nvidia", "tpu"])
def test_backend_is_created_by_name(name):
    backend = backends.create(KernelConfig(name))
    assert backend.memory.stats()["backend"] == name
    assert f"on {name}:" in backend.optimizer.describe(backend.optimizer.optimize(MATMUL))
    assert name in backends.names() and backend.device


def test_unknown_backend_is_refused():
    with pytest.raises(ValueError, match="known: amd, nvidia, tpu"):
        backends.create(KernelConfig("fpga"))


@pytest.mark.parametrize("manager_class", MANAGERS)
def test_memory_is_counted(manager_class):
    manager = manager_class(MemoryConfig(capacity_bytes=1 << 16))
    first, second = manager.allocate(1000), manager.allocate(5000)
    assert manager.used == first.nbytes + second.nbytes <= manager.capacity
    manager.free(first)
    assert manager.used == second.nbytes and manager.peak == first.nbytes + second.nbytes
    manager.reset_peak()
    assert manager.peak == manager.stats()["peak"] == second.nbytes


@pytest.mark.parametrize(
    "manager_class, error, unit",
    [(NvidiaMemoryManager, NvidiaMemoryError, 256), (AMDMemoryManager, AMDMemoryError, 256), (TPUMemoryManager, TPUOutOfMemory, 4096)],
)
def test_full_memory_says_what_was_asked_for(manager_class, error, unit):
    manager = manager_class(MemoryConfig(capacity_bytes=1 << 13))
    with pytest.raises(error) as caught:
        manager.allocate((1 << 13) + 1)
    assert (caught.value.requested, caught.value.available) == ((1 << 13) + unit, 1 << 13)


@pytest.mark.parametrize(
    "manager_class, error",
    [(NvidiaMemoryManager, NvidiaDeviceError), (AMDMemoryManager, AMDLaunchError), (TPUMemoryManager, TPUDeviceNotFound)],
)
def test_block_is_given_back_once(manager_class, error):
    manager = manager_class()
    block = manager.allocate(10)
    manager.free(block)
    with pytest.raises(error):
        manager.free(block)


def test_nvidia_reuses_blocks_of_the_same_stream():
    manager = NvidiaMemoryManager()
    block = manager.allocate(100, stream=1)
    manager.free(block)
    assert manager.allocate(100, stream=0) != block
    assert manager.allocate(100, stream=1) == block
    with pytest.raises(NvidiaDeviceError):
        manager.allocate(1, stream=9)


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt, SystemExit])
def test_nvidia_drops_scratch_whatever_ends_the_body(interruption):
    manager = NvidiaMemoryManager()
    with pytest.raises(interruption):
        with manager.scratch(100):
            raise interruption
    assert manager.live == {} and manager.trim() == 0
    with manager.scratch(100):
        assert manager.utilization() > 0
    assert manager.trim() == 256


def test_amd_joins_neighbouring_gaps():
    manager = AMDMemoryManager(MemoryConfig(capacity_bytes=1024))
    blocks = [manager.allocate(256) for _ in range(4)]
    manager.free(blocks[0])
    manager.free(blocks[2])
    assert manager.fragmentation() == 0.5
    manager.free(blocks[1])
    assert manager.fragmentation() == 0.0
    assert manager.allocate(768).offset == 0


def test_amd_asks_for_room_before_it_gives_up():
    manager = AMDMemoryManager(MemoryConfig(capacity_bytes=512))
    held = manager.allocate(512)
    manager.on_full = lambda size: manager.free(held)
    assert manager.allocate(256).nbytes == 256
    manager.on_full = lambda size: 1 / 0
    with pytest.raises(AMDMemoryError):
        manager.allocate(512)


def test_tpu_buffers_are_donated():
    manager = TPUMemoryManager()
    buffer = manager.allocate(4000)
    assert manager.wasted() == 96
    manager.donate(buffer)
    assert manager.allocate(4096) is buffer
    assert manager.wasted() == 0 and manager.available == manager.capacity - 4096


def test_nvidia_tiles_give_every_multiprocessor_work():
    optimizer = NvidiaOptimizer()
    assert optimizer.best_tile(MATMUL) == (128, 128)
    assert optimizer.best_tile(KernelSpec("small", "matmul", (64, 64))) == (16, 16)
    assert optimizer.occupancy(KernelSpec("k", "matmul", (64, 64), num_warps=4, shared_bytes=24576)) == 0.25
    assert optimizer.narrow_formats() == ["fp8_e4m3", "nvfp4"]
    assert not optimizer.has_triton()


def test_nvidia_wraps_what_goes_wrong(monkeypatch):
    optimizer = NvidiaOptimizer()
    monkeypatch.setattr(optimizer, "best_tile", lambda spec: 1 / 0)
    with pytest.raises(NvidiaCompilationError) as caught:
        optimizer.optimize(MATMUL)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("optimizer, grid", [(NvidiaOptimizer(), (16, 16)), (AMDOptimizer(), (32, 32)), (TPUOptimizer(), (16, 16))])
def test_grid_covers_the_matrix(optimizer, grid):
    assert optimizer.grid(optimizer.optimize(MATMUL)) == grid


@pytest.mark.parametrize("optimizer", [NvidiaOptimizer(), AMDOptimizer(), TPUOptimizer()])
def test_shape_without_tiles_is_refused(optimizer):
    with pytest.raises(ValueError, match="has no tiles"):
        optimizer.optimize(KernelSpec("flat", "relu", (7,)))


def test_amd_tiles_fit_twice_into_shared_memory():
    assert AMDOptimizer().optimize(MATMUL).block_m == 64
    tight = AMDOptimizer(DeviceInfo("amd", max_shared_bytes=16))
    with pytest.raises(RuntimeError, match="no tile fits") as caught:
        tight.optimize(MATMUL)
    assert caught.value.log == "limit 16"


def test_tpu_cost_falls_back_to_the_number_of_tiles():
    assert TPUOptimizer().estimated_cost(MATMUL) == 256.0
    assert TPUOptimizer(cost_model=lambda spec: 3).estimated_cost(MATMUL) == 3.0
    assert TPUOptimizer(cost_model=lambda spec: 1 / 0).estimated_cost(MATMUL) == 256.0


def test_tpu_refuses_what_is_almost_only_padding():
    with pytest.raises(ValueError, match="padding"):
        TPUOptimizer().optimize(KernelSpec("thin", "matmul", (1, 1)))
    with pytest.raises(NotImplementedError):
        TPUOptimizer().autotune(MATMUL)
