from unittest import mock

import pytest

import kernel_pytorch
from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.core.unified_manager import UnifiedKernelManager
from kernel_pytorch.optimizations import AdaptivePrecisionAllocator as ReExported
from kernel_pytorch.optimizations.next_gen import prune_2_4, sparsity
from kernel_pytorch.optimizations.next_gen.ultra_precision import (
    AdaptivePrecisionAllocator,
    PrecisionFormat,
    clamp,
    measure_sensitivity,
)


@pytest.fixture
def layers(smooth, spiky):
    return {"embed": spiky, "mlp": smooth, "head": smooth.scale(2.0)}


def test_outliers_make_a_tensor_sensitive(smooth, spiky):
    assert measure_sensitivity(smooth) < 0.1 < measure_sensitivity(spiky)
    assert measure_sensitivity(Tensor([])) == measure_sensitivity(Tensor.zeros(3)) == 0.0


def test_error_stays_within_the_budget(layers):
    allocator = AdaptivePrecisionAllocator(error_budget=0.02)
    allocator.assign(layers)
    assert sum(decision.error for decision in allocator.decisions) <= 0.02


def test_larger_budget_gives_narrower_formats(layers):
    assert set(AdaptivePrecisionAllocator(0.0).assign(layers).values()) == {PrecisionFormat.FP32}
    assert AdaptivePrecisionAllocator(1.0).assign(layers)["mlp"] is PrecisionFormat.NVFP4


def test_kept_layers_stay_wide(layers):
    formats = AdaptivePrecisionAllocator(1.0, keep=frozenset({"head"})).assign(layers)
    assert formats["head"] is PrecisionFormat.FP32


def test_combined_allocator_is_as_strict_as_the_stricter():
    both = AdaptivePrecisionAllocator(0.1, frozenset({"a"})).combined_with(AdaptivePrecisionAllocator(0.01))
    assert isinstance(both, AdaptivePrecisionAllocator)
    assert (both.error_budget, both.keep) == (0.01, {"a"})


def test_explanation_has_a_line_per_layer(layers):
    allocator = AdaptivePrecisionAllocator()
    allocator.assign(layers)
    assert [line.split(":")[0] for line in allocator.explain()] == ["embed", "mlp", "head"]


def test_sensitivity_decides_who_is_narrowed_first(layers):
    with mock.patch(
        "kernel_pytorch.optimizations.next_gen.ultra_precision.measure_sensitivity", return_value=0.5
    ) as measured:
        AdaptivePrecisionAllocator().assign(layers)
    assert measured.call_count == 3


def test_default_budget_can_be_changed(monkeypatch):
    monkeypatch.setattr("kernel_pytorch.optimizations.next_gen.ultra_precision.DEFAULT_ERROR_BUDGET", 0.5)
    assert AdaptivePrecisionAllocator().error_budget == 0.5


def test_package_re_exports_the_allocator():
    assert ReExported is AdaptivePrecisionAllocator
    assert kernel_pytorch.measure_sensitivity is measure_sensitivity
    assert clamp(3, 0, 1) == 1


def test_manager_chooses_formats(layers):
    def chosen(budget):
        from kernel_pytorch.optimizations.next_gen.ultra_precision import AdaptivePrecisionAllocator as Allocator

        return UnifiedKernelManager().choose_formats(layers, Allocator(budget))

    assert chosen(0.0)["embed"] is PrecisionFormat.FP32
    assert list(UnifiedKernelManager().choose_formats(layers)) == list(layers)


def test_two_of_four_weights_are_kept(smooth):
    assert sparsity(prune_2_4(smooth)) == 0.5
    assert prune_2_4(Tensor([1, 2, 3])).data == [1, 2, 3]


def test_matmuls_of_a_lowered_graph_are_counted():
    from kernel_pytorch.compiler import Graph
    from kernel_pytorch.optimizations.next_gen.sparsity import sparse_instruction_count

    graph = Graph()
    graph.add("x", "input")
    graph.add("y", "matmul", "x", "x")
    assert sparse_instruction_count(graph) == 1
