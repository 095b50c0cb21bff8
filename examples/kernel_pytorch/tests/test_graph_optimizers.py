import pytest

from kernel_pytorch.compiler.graph_optimizer import CommonSubexpressions, DeadNodes, GraphOptimizer, GraphPass
from kernel_pytorch.compiler.ir import Graph
from kernel_pytorch.optimizations.graph_optimizer import GraphOptimizer as CaptureOptimizer
from kernel_pytorch.optimizations.graph_optimizer import OptimizationLevel


@pytest.fixture
def graph():
    graph = Graph()
    graph.add("x", "input")
    graph.add("two", "const", value=2.0)
    graph.add("three", "const", value=3.0)
    graph.add("six", "mul", "two", "three")
    graph.add("a", "mul", "x", "six")
    graph.add("b", "mul", "x", "six")
    graph.add("unused", "neg", "x")
    graph.add("out", "add", "a", "b")
    graph.outputs = ["out"]
    return graph


def test_optimized_graph_is_smaller_and_computes_the_same(graph):
    optimizer = GraphOptimizer()
    optimized = optimizer.optimize(graph)
    assert [node.name for node in optimized.nodes] == ["x", "six", "a", "out"]
    for x in (-1.5, 0.0, 4.0):
        assert optimized.evaluate(x=x) == graph.evaluate(x=x)
    assert set(optimizer.applied) == {"constant-folding", "common-subexpressions", "dead-nodes"}


def test_passes_leave_their_input_alone(graph):
    before = len(graph.nodes)
    DeadNodes().run(graph)
    CommonSubexpressions().run(graph)
    assert len(graph.nodes) == before


def test_pass_without_a_body_says_so(graph):
    with pytest.raises(NotImplementedError):
        GraphOptimizer([GraphPass()]).optimize(graph)


def test_graph_refuses_unknown_inputs_and_double_names(graph):
    with pytest.raises(ValueError, match="unknown nodes"):
        graph.add("y", "neg", "nothing")
    with pytest.raises(ValueError, match="there already"):
        graph.add("x", "input")
    assert [node.name for node in graph.users("six")] == ["a", "b"]
    assert graph.node("six").op == "mul"


def test_capture_joins_short_static_launches():
    optimizer = CaptureOptimizer()
    for kernel, microseconds, static in [("a", 5, True), ("b", 5, True), ("c", 5, False), ("d", 5, True)]:
        optimizer.record(kernel, microseconds, static)
    assert [(region.start, region.stop) for region in optimizer.regions()] == [(0, 2)]
    assert len(optimizer.regions()[0]) == 2
    optimizer.level = OptimizationLevel.AGGRESSIVE
    assert [(region.start, region.stop) for region in optimizer.regions()] == [(0, 4)]
    assert 0 < optimizer.share_of_overhead_saved() < 1


def test_capture_leaves_long_kernels_out():
    optimizer = CaptureOptimizer()
    for microseconds in (5, 5, 10_000, 5, 5, 5):
        optimizer.record("kernel", microseconds)
    assert [(region.start, region.stop) for region in optimizer.regions()] == [(0, 2), (3, 6)]


def test_capture_can_be_off():
    optimizer = CaptureOptimizer(OptimizationLevel.OFF)
    optimizer.record("kernel", 5)
    assert optimizer.regions() == [] and optimizer.share_of_overhead_saved() == 0.0
