import pytest

from kernel_pytorch import KernelConfig, Tensor, UnifiedKernelManager
from kernel_pytorch.core.kernel_spec import DeviceInfo, KernelSpec

RELU = KernelSpec("relu", "relu", (4,))
X = Tensor([-1.0, 0.0, 1.0, 2.0])


@pytest.fixture
def manager():
    return UnifiedKernelManager(KernelConfig(cache_entries=2))


def test_launch_compiles_once_and_counts(manager):
    assert manager.launch(RELU, X).data == [0, 0, 1, 2]
    manager.launch(RELU, X)
    assert manager.lookup(RELU).launches == manager.launches("relu") == 2
    assert manager.report().startswith("relu: 2 launches")


@pytest.mark.parametrize(
    "op, tensors, values, expected",
    [("scale", [X], {"factor": 2.0}, [-2, 0, 2, 4]), ("add", [X, X], {}, [-2, 0, 2, 4])],
)
def test_operations(manager, op, tensors, values, expected):
    assert manager.launch(KernelSpec(op, op, (4,)), *tensors, **values).data == expected


def test_failure_is_counted_and_raised(manager):
    with pytest.raises(ValueError, match="cannot add"):
        manager.launch(KernelSpec("add", "add", (4,)), X, Tensor([1.0]))
    assert manager.failure_rate("add") == 1.0


def test_pinned_kernels_outlive_the_cache(manager):
    assert not manager.pin(RELU)
    manager.launch(RELU, X)
    assert manager.pin(RELU) and manager.pin(RELU)
    manager.forget()
    assert manager.cached_keys() == [manager.cache_key(RELU)]
    manager.unpin(RELU)
    assert manager.lookup(RELU) is None
    manager.forget(keep_pinned=False)


def test_cache_file_makes_a_round_trip(tmp_path):
    manager = UnifiedKernelManager(cache_file=str(tmp_path / "cache.json"))
    assert manager.load_cache() == []
    manager.launch(RELU, X)
    assert manager.save_cache()
    assert manager.load_cache() == [RELU]


def test_broken_cache_file_counts_as_empty(tmp_path):
    (tmp_path / "cache.json").write_text("{not json")
    assert UnifiedKernelManager(cache_file=str(tmp_path / "cache.json")).load_cache() == []
    assert not UnifiedKernelManager(cache_file=str(tmp_path / "no" / "such" / "folder")).save_cache()
    assert not UnifiedKernelManager().save_cache()


def test_warm_up_names_what_does_not_compile(manager):
    assert manager.warm_up([RELU, KernelSpec("x", "unknown", (4,)), RELU]) == ["x"]
    assert manager.pin(RELU)
    assert manager.cache_summary() == {"cached": 1.0, "pinned": 1.0, "distinct": 1.0, "hit_rate": 0.5}


def test_source_carries_launch_shape_and_flags(manager):
    assert manager.render(RELU) == "// relu fp32 block=16x16 warps=4 -O2\nout[i] = max(0, x[i])"
    manager.set_flags(["-g", "-g"])
    assert manager.render(KernelSpec("s", "scale", (4,)), factor=3).endswith("-g\nout[i] = x[i] * 3")
    with pytest.raises(ValueError):
        manager.set_flags(["g"])


def test_operations_can_be_registered(manager):
    manager.register("neg", "out[i] = -x[i]", lambda x: x.scale(-1.0))
    assert "neg" in manager.operations()
    assert manager.launch(KernelSpec("neg", "neg", (4,)), X).data == [1, 0, -1, -2]
    with pytest.raises(ValueError):
        manager.register("not a name", "", lambda x: x)


def test_unknown_operation_does_not_compile(manager):
    assert manager.try_compile(KernelSpec("x", "unknown", (4,))) is None
    with pytest.raises(KeyError):
        manager.compile(KernelSpec("x", "unknown", (4,)))


@pytest.mark.parametrize(
    "spec, block",
    [
        (KernelSpec("a", "matmul", (128, 48)), (64, 32)),
        (KernelSpec("a", "matmul", (8, 8), "int8"), (32, 16)),
        (KernelSpec("a", "relu", (1000,)), (256, 1)),
        (KernelSpec("a", "relu", (10, 10)), (8, 32)),
        (KernelSpec("a", "relu", ()), (1, 1)),
    ],
)
def test_rule_of_thumb_for_blocks(manager, spec, block):
    assert manager.choose_block(spec) == block


def test_percentiles_and_slowest(manager):
    heard = []
    manager.listen(lambda name, seconds: heard.append(name))
    for seconds in (4.0, 1.0, 3.0, 2.0):
        manager.record("a", seconds)
    manager.record("b", 0.5)
    assert [manager.percentile("a", percent) for percent in (0, 50, 100)] == [1.0, 2.0, 4.0]
    assert manager.mean_seconds("a") == 2.5 and manager.mean_seconds("none") == manager.percentile("none", 5) == 0.0
    assert manager.slowest(1) == [("a", 10.0)] and heard == ["a"] * 4 + ["b"]
    assert manager.histogram("a", 3) == [1, 1, 2] and manager.histogram("b") == [1, 0, 0, 0]
    assert manager.histogram("none", 2) == [0, 0]
    manager.reset_statistics()
    assert manager.report() == "no launches"


@pytest.mark.parametrize(
    "spec, problem",
    [
        (KernelSpec("k", "relu", ()), "no shape"),
        (KernelSpec("k", "relu", (0,)), "axis 0 has extent 0"),
        (KernelSpec("k", "matmul", (4,)), r"matmul takes"),
        (KernelSpec("k", "relu", (4,), num_warps=64), "2048 threads"),
        (KernelSpec("k", "relu", (4,), shared_bytes=1 << 20), "bytes shared"),
        (KernelSpec("k", "relu", (4,), block_m=0), "an empty block"),
        (KernelSpec("k", "relu", (4,), block_m=512, block_n=512), "65536 elements"),
        (KernelSpec("k", "relu", (4,), "fp7"), "unknown dtype"),
        (KernelSpec("k", "relu", (4,), "int4"), "reference has no int4"),
    ],
)
def test_validation_names_the_problem(manager, spec, problem):
    with pytest.raises(ValueError, match=problem):
        manager.validate(spec)
    manager.be_strict(False)
    assert manager.validate(spec) and manager.warnings()


def test_block_is_halved_until_it_fits(manager):
    nearest = manager.nearest_valid(KernelSpec("k", "relu", (4,), block_m=512, block_n=512))
    assert (nearest.block_m, nearest.block_n) == (256, 256)
    assert manager.nearest_valid(RELU) == RELU


def test_tensors_fit_with_a_tenth_to_spare():
    manager = UnifiedKernelManager(device=DeviceInfo(dtypes=("fp32",)))
    assert manager.fits([X], 18) and not manager.fits([X], 16)
    assert not manager.fits([X.to("int8")], 8)


def test_fusion_is_not_there_yet(manager):
    with pytest.raises(NotImplementedError):
        manager.fuse(RELU, RELU)
