import math
from unittest import mock

import numpy as np
import pytest

from runtime import Executor
from runtime.ir import DType, Graph, OpType
from runtime.passes import (
    absorb_scales,
    absorb_transposes,
    collapse_reshapes,
    fold_constants,
    fuse_bias_relu,
    fuse_gelu,
    fuse_linear,
    run_passes,
)
from runtime.planner import make_plan


def run(graph):
    rng = np.random.default_rng(1)
    inputs = [rng.standard_normal(n.shape, dtype=np.float32) for n in graph.inputs]
    return Executor().execute(make_plan(graph), inputs)


def ops(graph):
    return [n.op for n in graph if n.op not in (OpType.INPUT, OpType.CONSTANT)]


def number(graph, value):
    return graph.constant("c", np.array(value, np.float32))


def gelu_graph(half="first", swap=False, factor=0.044715):
    """GELU as people write it."""
    graph = Graph()
    x = graph.input("x", (5, 7), DType.F32)
    x = graph.add(OpType.NEG, [x])

    def mul(a, b):
        return graph.add(OpType.MUL, [b, a] if swap else [a, b])

    def add(a, b):
        return graph.add(OpType.ADD, [b, a] if swap else [a, b])

    cube = graph.add(OpType.POW, [x, number(graph, 3.0)])
    inner = mul(add(x, mul(cube, number(graph, factor))), number(graph, math.sqrt(2 / math.pi)))
    gate = add(graph.add(OpType.TANH, [inner]), number(graph, 1.0))
    if half == "first":
        y = mul(mul(x, number(graph, 0.5)), gate)
    else:
        y = mul(mul(x, gate), number(graph, 0.5))
    graph.outputs = [y]
    return graph


@pytest.mark.parametrize("half", ["first", "last"])
@pytest.mark.parametrize("swap", [False, True])
def test_gelu_is_found(half, swap):
    graph = gelu_graph(half, swap)
    before = run(graph)
    assert fuse_gelu(graph) == 1
    assert ops(graph) == [OpType.NEG, OpType.GELU_TANH]
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)


def test_another_factor_is_no_gelu():
    graph = gelu_graph(factor=0.05)
    assert fuse_gelu(graph) == 0


def test_gelu_whose_middle_is_an_output_stays():
    graph = gelu_graph()
    (tanh,) = [n for n in graph if n.op == OpType.TANH]
    graph.outputs.append(tanh.inputs[0])
    assert fuse_gelu(graph) == 0
    assert OpType.TANH in ops(graph)


def test_constants_are_folded():
    graph = Graph()
    x = graph.input("x", (3,), DType.F32)
    c = graph.add(OpType.ADD, [number(graph, 1.0), number(graph, 2.0)])
    graph.outputs = [graph.add(OpType.MUL, [x, c])]
    before = run(graph)
    assert fold_constants(graph) == 1
    assert ops(graph) == [OpType.MUL]
    np.testing.assert_allclose(run(graph)[0], before[0])


def test_folding_asks_the_numpy_backend():
    graph = Graph()
    x = graph.input("x", (), DType.F32)
    graph.outputs = [graph.add(OpType.MUL, [x, graph.add(OpType.EXP, [number(graph, 0.0)])])]
    fake = mock.Mock()
    fake.run.return_value = np.float32(4.0)
    with mock.patch("runtime.backends.get_backend", return_value=fake) as get:
        fold_constants(graph)
    get.assert_called_once_with("numpy")
    (found,) = Executor().execute(make_plan(graph), [np.array(2.0, np.float32)])
    assert found == 8.0


def test_reshapes_in_a_row_become_one():
    graph = Graph()
    x = graph.input("x", (4, 6), DType.F32)
    y = graph.add(OpType.RESHAPE, [x], {"shape": (24,)})
    graph.outputs = [graph.add(OpType.RESHAPE, [y], {"shape": (2, 12)})]
    before = run(graph)
    assert collapse_reshapes(graph) == 1
    assert ops(graph) == [OpType.RESHAPE]
    np.testing.assert_array_equal(run(graph)[0], before[0])


def test_transposes_become_flags():
    graph = Graph()
    a = graph.input("a", (2, 5, 3), DType.F32)
    b = graph.input("b", (2, 4, 5), DType.F32)
    ta = graph.add(OpType.TRANSPOSE, [a], {"order": (0, 2, 1)})
    tb = graph.add(OpType.TRANSPOSE, [b], {"order": (0, 2, 1)})
    graph.outputs = [graph.add(OpType.MATMUL, [ta, tb])]
    before = run(graph)
    assert absorb_transposes(graph) == 2
    assert ops(graph) == [OpType.MATMUL]
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)


@pytest.mark.parametrize("op", [OpType.MUL, OpType.DIV])
def test_scales_become_alpha(op):
    graph = Graph()
    a = graph.input("a", (3, 4), DType.F32)
    b = graph.input("b", (4, 5), DType.F32)
    graph.outputs = [graph.add(op, [graph.add(OpType.MATMUL, [a, b]), number(graph, 4.0)])]
    before = run(graph)
    assert absorb_scales(graph) == 1
    assert ops(graph) == [OpType.MATMUL]
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)


def test_matmul_and_bias_become_linear():
    graph = Graph()
    x = graph.input("x", (3, 4), DType.F32)
    w = graph.constant("w", np.ones((4, 5), np.float32))
    y = graph.add(OpType.MATMUL, [x, w])
    graph.outputs = [graph.add(OpType.ADD, [y, graph.constant("b", np.arange(5, dtype=np.float32))])]
    before = run(graph)
    assert fuse_linear(graph) == 1
    assert ops(graph) == [OpType.LINEAR]
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)


def test_a_scaled_matmul_is_not_made_linear():
    graph = Graph()
    x = graph.input("x", (3, 4), DType.F32)
    w = graph.constant("w", np.ones((4, 5), np.float32))
    graph.outputs = [graph.add(OpType.MATMUL, [x, w], {"alpha": 2.0})]
    assert fuse_linear(graph) == 0


def test_bias_and_relu():
    graph = Graph()
    x = graph.input("x", (3, 4), DType.F32)
    w = graph.constant("w", np.ones((4, 5), np.float32))
    b = graph.constant("b", np.linspace(-9, 9, 5, dtype=np.float32))
    y = graph.add(OpType.LINEAR, [x, w, b], {"bias": True})
    graph.outputs = [graph.add(OpType.RELU, [y])]
    before = run(graph)
    assert fuse_bias_relu(graph) == 1
    assert OpType.RELU not in ops(graph)
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)


def test_run_passes_tells_what_it_did():
    graph = gelu_graph()
    before = run(graph)
    made = run_passes(graph)
    assert made["fuse_gelu"] == 1
    assert made["fuse_linear"] == 0
    np.testing.assert_allclose(run(graph)[0], before[0], atol=1e-5)
    assert not any(run_passes(graph).values())
