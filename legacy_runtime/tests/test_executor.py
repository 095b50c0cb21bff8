import threading
from unittest import mock

import numpy as np
import pytest

from runtime import Executor
from runtime.executor import _resolve_alias
from runtime.ir import DType, Graph, GraphError, OpType
from runtime.planner import make_plan


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
    plan = make_plan(graph)
    (found,) = Executor().execute(plan, [x])
    w, b = graph.nodes[1].value, graph.nodes[2].value
    np.testing.assert_allclose(found, np.maximum(x @ w + b, 0), atol=1e-5)


def test_compiled_gives_what_execute_gives():
    plan = make_plan(mlp())
    x = data(3, 8)
    compiled = Executor().compile_plan(plan)
    (found,) = Executor().execute_compiled(compiled, [x])
    (wanted,) = Executor().execute(plan, [x])
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_compiled_runs_again_with_other_inputs():
    plan = make_plan(mlp())
    compiled = Executor().compile_plan(plan)
    for scale in (1, -2, 0):
        x = data(3, 8) * np.float32(scale)
        (found,) = Executor().execute_compiled(compiled, [x])
        (wanted,) = Executor().execute(plan, [x])
        np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_outputs_belong_to_the_caller():
    graph = Graph()
    x = graph.input("x", (4,), DType.F32)
    graph.outputs = [graph.add(OpType.RELU, [x]), x]
    plan = make_plan(graph)
    array = np.ones(4, np.float32)
    compiled = Executor().compile_plan(plan)
    first = Executor().execute_compiled(compiled, [array])
    first[0][:] = 7
    first[1][:] = 7
    assert (array == 1).all()
    again = Executor().execute_compiled(compiled, [array])
    assert (again[0] == 1).all()
    by_node = Executor().execute(plan, [array])
    by_node[1][:] = 9
    assert (array == 1).all()


def test_reshape_of_a_graph_input():
    graph = Graph()
    x = graph.input("x", (2, 6), DType.F32)
    flat = graph.add(OpType.RESHAPE, [x], {"shape": (12,)})
    graph.outputs = [graph.add(OpType.NEG, [flat]), flat]
    x = data(2, 6)
    plan = make_plan(graph)
    for outputs in (
        Executor().execute(plan, [x]),
        Executor().execute_compiled(Executor().compile_plan(plan), [x]),
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
    plan = make_plan(graph)
    (found,) = Executor().execute_compiled(Executor().compile_plan(plan), [data(2, 6)])
    np.testing.assert_array_equal(found, np.zeros((4, 3), np.float32))


def test_slice_at_dimension_0_starts_where_it_should():
    graph = Graph()
    x = graph.input("x", (6, 4), DType.F32)
    y = graph.add(OpType.NEG, [x])
    part = graph.add(OpType.SLICE, [y], {"axis": 0, "start": 2, "stop": 5, "step": 1})
    graph.outputs = [graph.add(OpType.NEG, [part])]
    x = data(6, 4)
    plan = make_plan(graph)
    (found,) = Executor().execute_compiled(Executor().compile_plan(plan), [x])
    np.testing.assert_array_equal(found, x[2:5])
    (found,) = Executor().execute(plan, [x])
    np.testing.assert_array_equal(found, x[2:5])


def test_not_contiguous_inputs_are_copied():
    plan = make_plan(mlp())
    x = data(8, 3).T
    (found,) = Executor().execute_compiled(Executor().compile_plan(plan), [x])
    (wanted,) = Executor().execute(plan, [np.ascontiguousarray(x)])
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_wrong_number_of_inputs():
    plan = make_plan(mlp())
    with pytest.raises(ValueError, match="1 inputs are wanted"):
        Executor().execute(plan, [])


def test_wrong_shape_names_the_input():
    plan = make_plan(mlp())
    with pytest.raises(ValueError, match="input `x`"):
        Executor().execute(plan, [data(3, 9)])


def test_wrong_type_names_the_input():
    plan = make_plan(mlp())
    compiled = Executor().compile_plan(plan)
    with pytest.raises(ValueError, match="input `x`"):
        Executor().execute_compiled(compiled, [data(3, 8).astype(np.float64)])


def test_an_id_that_is_no_row_is_an_error():
    graph = Graph()
    table = graph.constant("table", data(10, 4))
    ids = graph.input("ids", (3,), DType.I64)
    graph.outputs = [graph.add(OpType.EMBEDDING, [table, ids])]
    plan = make_plan(graph)
    compiled = Executor().compile_plan(plan)
    (found,) = Executor().execute_compiled(compiled, [np.array([0, 9, 3])])
    np.testing.assert_array_equal(found, table.value[[0, 9, 3]])
    with pytest.raises(ValueError, match="table"):
        Executor().execute_compiled(compiled, [np.array([0, 10, 3])])


def test_compile_refuses_what_has_no_kernel():
    graph = Graph()
    x = graph.input("x", (4,), DType.I64)
    graph.outputs = [graph.add(OpType.ADD, [x, x])]
    plan = make_plan(graph)
    with pytest.raises(GraphError, match="no kernel for ADD of I64"):
        Executor().compile_plan(plan)
    (found,) = Executor().execute(plan, [np.arange(4)])
    np.testing.assert_array_equal(found, 2 * np.arange(4))


def test_default_backends_are_c_then_numpy():
    assert [b.name for b in Executor().backends] == ["c", "numpy"]


def test_backends_are_asked_in_order():
    plan = make_plan(mlp())
    first = mock.Mock()
    first.has.return_value = False
    executor = Executor([first, "numpy"])
    executor.execute(plan, [data(3, 8)])
    assert first.has.call_count == 2
    assert not first.run.called


def test_missing_library_says_what_to_type(tmp_path):
    plan = make_plan(mlp())
    with mock.patch("runtime.executor.LIBRARY", tmp_path / "libruntime.so"):
        with pytest.raises(ImportError, match="make -C csrc"):
            Executor().compile_plan(plan)


def test_no_backend_at_all():
    plan = make_plan(mlp())
    with mock.patch("runtime.executor.default_chain", return_value=[]):
        with pytest.raises(GraphError, match="LINEAR"):
            Executor().execute(plan, [data(3, 8)])


def test_check_finite_names_the_node(monkeypatch):
    monkeypatch.setenv("RT_CHECK_FINITE", "1")
    graph = Graph()
    x = graph.input("x", (2,), DType.F32)
    graph.outputs = [graph.add(OpType.SQRT, [x], {}, "root")]
    plan = make_plan(graph)
    with pytest.raises(FloatingPointError, match="%root"):
        Executor(["numpy"]).execute(plan, [np.array([1, np.inf], np.float32)])
    executor = Executor()
    with pytest.raises(FloatingPointError, match="1 of 2"):
        executor.execute_compiled(executor.compile_plan(plan), [np.array([1, np.inf], np.float32)])


def test_verify_finds_a_backend_that_lies(monkeypatch):
    monkeypatch.setenv("RT_VERIFY", "1")
    plan = make_plan(mlp())
    Executor().execute(plan, [data(3, 8)])
    with mock.patch("runtime.backends.numpy_backend.NumpyBackend._relu", lambda self, attrs, x: x + 1):
        with pytest.raises(AssertionError, match="c and numpy differ"):
            Executor().execute(plan, [data(3, 8)])


def test_find_difference():
    plan = make_plan(mlp())
    assert Executor()._find_difference(plan, [data(3, 8)]) is None
    with mock.patch("runtime.backends.numpy_backend.NumpyBackend._relu", lambda self, attrs, x: x + 1):
        node, error = Executor(["numpy"])._find_difference(plan, [data(3, 8)])
    assert node.op == OpType.RELU
    assert error >= 0.9


def test_profile_counts_ops(monkeypatch):
    monkeypatch.setenv("RT_PROFILE", "1")
    plan = make_plan(mlp())
    executor = Executor()
    executor.execute(plan, [data(3, 8)])
    executor.execute_compiled(executor.compile_plan(plan), [data(3, 8)])
    assert {op: count for op, (count, _) in executor.timings.items()} == {"LINEAR": 2, "RELU": 2}
    assert "LINEAR" in executor._report()


def test_record_and_dump(monkeypatch, tmp_path):
    monkeypatch.setenv("RT_RECORD", str(tmp_path / "runs"))
    monkeypatch.setenv("RT_DUMP", str(tmp_path / "plans.txt"))
    plan = make_plan(mlp())
    x = data(3, 8)
    executor = Executor()
    executor.execute(plan, [x])
    (found,) = executor.execute_compiled(executor.compile_plan(plan), [x])
    names = sorted(p.name for p in (tmp_path / "runs").iterdir())
    assert names == ["compiled_0000.npz", "compiled_0000.txt", "execute_0000.npz", "execute_0000.txt"]
    with np.load(str(tmp_path / "runs" / "compiled_0000.npz")) as saved:
        np.testing.assert_array_equal(saved["in_x"], x)
        np.testing.assert_array_equal(saved["out_0"], found)
    assert "LINEAR" in (tmp_path / "plans.txt").read_text()


def test_resolve_alias_goes_one_step():
    # the planner's goes all the way
    assert _resolve_alias({"c": "b", "b": "a"}, "c") == "b"
    assert _resolve_alias({"c": "b"}, "a") == "a"


def test_executors_of_their_own_may_run_at_once():
    graph = mlp()
    plan = make_plan(graph)
    x = data(3, 8)
    (wanted,) = Executor().execute(plan, [x])
    wrong = []

    def work():
        executor = Executor()
        compiled = executor.compile_plan(plan)
        for _ in range(50):
            (found,) = executor.execute_compiled(compiled, [x])
            if not np.allclose(found, wanted, atol=1e-5):
                wrong.append(found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong
