import threading
from unittest import mock

import numpy as np
import pytest

from runtime.executor import CompiledExecutor, InterpretedExecutor, NumpyBackend
from runtime.ir import DType, Graph, GraphError, OpType
from runtime.planner import Plan


def mlp():
    rng = np.random.default_rng(0)
    graph = Graph()
    x = graph.input("x", (3, 8), DType.F32)
    w = graph.constant("w", rng.standard_normal((8, 5), dtype=np.float32))
    b = graph.constant("b", rng.standard_normal(5, dtype=np.float32))
    y = graph.add(OpType.LINEAR, [x, w, b], {"bias": True})
    graph.outputs = [graph.add(OpType.RELU, [y])]
    return graph


def data(*shape):
    return np.random.default_rng(1).standard_normal(shape, dtype=np.float32)


def test_execute_gives_what_numpy_gives():
    graph = mlp()
    x = data(3, 8)
    plan = Plan(graph)
    (found,) = InterpretedExecutor(plan.graph).run([x])
    w, b = graph.nodes[1].value, graph.nodes[2].value
    np.testing.assert_allclose(found, np.maximum(x @ w + b, 0), atol=1e-5)


def test_compiled_gives_what_execute_gives():
    plan = Plan(mlp())
    x = data(3, 8)
    compiled = CompiledExecutor(plan.graph)
    (found,) = compiled.run([x])
    (wanted,) = InterpretedExecutor(plan.graph).run([x])
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_compiled_runs_again_with_other_inputs():
    plan = Plan(mlp())
    compiled = CompiledExecutor(plan.graph)
    for scale in (1, -2, 0):
        x = data(3, 8) * np.float32(scale)
        (found,) = compiled.run([x])
        (wanted,) = InterpretedExecutor(plan.graph).run([x])
        np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_outputs_belong_to_the_caller():
    graph = Graph()
    x = graph.input("x", (4,), DType.F32)
    graph.outputs = [graph.add(OpType.RELU, [x]), x]
    plan = Plan(graph)
    array = np.ones(4, np.float32)
    compiled = CompiledExecutor(plan.graph)
    first = compiled.run([array])
    first[0][:] = 7
    first[1][:] = 7
    assert (array == 1).all()
    again = compiled.run([array])
    assert (again[0] == 1).all()
    by_node = InterpretedExecutor(plan.graph).run([array])
    by_node[1][:] = 9
    assert (array == 1).all()


def test_reshape_of_a_graph_input():
    graph = Graph()
    x = graph.input("x", (2, 6), DType.F32)
    flat = graph.add(OpType.RESHAPE, [x], {"shape": (12,)})
    graph.outputs = [graph.add(OpType.NEG, [flat]), flat]
    x = data(2, 6)
    plan = Plan(graph)
    for outputs in (
        InterpretedExecutor(plan.graph).run([x]),
        CompiledExecutor(plan.graph).run([x]),
    ):
        np.testing.assert_array_equal(outputs[0], -x.reshape(12))
        np.testing.assert_array_equal(outputs[1], x.reshape(12))


def test_reshape_of_reshape():
    graph = Graph()
    x = graph.input("x", (2, 6), DType.F32)
    y = graph.add(OpType.TANH, [x])
    y = graph.add(OpType.RESHAPE, [y], {"shape": (3, 4)})
    y = graph.add(OpType.RESHAPE, [y], {"shape": (4, 3)})
    z = graph.add(OpType.TANH, [x])
    z = graph.add(OpType.RESHAPE, [z], {"shape": (4, 3)})
    graph.outputs = [graph.add(OpType.SUB, [y, z])]
    plan = Plan(graph)
    (found,) = CompiledExecutor(plan.graph).run([data(2, 6)])
    np.testing.assert_array_equal(found, np.zeros((4, 3), np.float32))


def test_slice_at_dimension_0_starts_where_it_should():
    graph = Graph()
    x = graph.input("x", (6, 4), DType.F32)
    y = graph.add(OpType.NEG, [x])
    part = graph.add(OpType.SLICE, [y], {"axis": 0, "start": 2, "stop": 5, "step": 1})
    graph.outputs = [graph.add(OpType.NEG, [part])]
    x = data(6, 4)
    plan = Plan(graph)
    (found,) = CompiledExecutor(plan.graph).run([x])
    np.testing.assert_array_equal(found, x[2:5])
    (found,) = InterpretedExecutor(plan.graph).run([x])
    np.testing.assert_array_equal(found, x[2:5])


def test_not_contiguous_inputs_are_copied():
    plan = Plan(mlp())
    x = data(8, 3).T
    (found,) = CompiledExecutor(plan.graph).run([x])
    (wanted,) = InterpretedExecutor(plan.graph).run([np.ascontiguousarray(x)])
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_wrong_number_of_inputs():
    plan = Plan(mlp())
    with pytest.raises(ValueError, match="1 inputs are wanted"):
        InterpretedExecutor(plan.graph).run([])


def test_wrong_shape_names_the_input():
    plan = Plan(mlp())
    with pytest.raises(ValueError, match="input `x`"):
        InterpretedExecutor(plan.graph).run([data(3, 9)])


def test_wrong_type_names_the_input():
    plan = Plan(mlp())
    compiled = CompiledExecutor(plan.graph)
    with pytest.raises(ValueError, match="input `x`"):
        compiled.run([data(3, 8).astype(np.float64)])


def test_an_id_that_is_no_row_is_an_error():
    graph = Graph()
    table = graph.constant("table", data(10, 4))
    ids = graph.input("ids", (3,), DType.I64)
    graph.outputs = [graph.add(OpType.EMBEDDING, [table, ids])]
    plan = Plan(graph)
    compiled = CompiledExecutor(plan.graph)
    (found,) = compiled.run([np.array([0, 9, 3])])
    np.testing.assert_array_equal(found, table.value[[0, 9, 3]])
    with pytest.raises(ValueError, match="table"):
        compiled.run([np.array([0, 10, 3])])


def test_compile_refuses_what_has_no_kernel():
    graph = Graph()
    x = graph.input("x", (4,), DType.I64)
    graph.outputs = [graph.add(OpType.ADD, [x, x])]
    plan = Plan(graph)
    with pytest.raises(GraphError, match="no kernel for ADD of I64"):
        CompiledExecutor(plan.graph)
    (found,) = InterpretedExecutor(plan.graph).run([np.arange(4)])
    np.testing.assert_array_equal(found, 2 * np.arange(4))


def test_backends_are_asked_in_order():
    plan = Plan(mlp())
    first = mock.Mock()
    first.has.return_value = False
    executor = InterpretedExecutor(plan.graph, (first, NumpyBackend()))
    executor.run([data(3, 8)])
    assert first.has.call_count == 2
    assert not first.run.called


def test_executors_of_their_own_may_run_at_once():
    graph = mlp()
    plan = Plan(graph)
    x = data(3, 8)
    (wanted,) = InterpretedExecutor(plan.graph).run([x])
    wrong = []

    def work():
        compiled = CompiledExecutor(plan.graph)
        for _ in range(50):
            (found,) = compiled.run([x])
            if not np.allclose(found, wanted, atol=1e-5):
                wrong.append(found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong
