import itertools
from unittest import mock

import numpy as np
import pytest

from runtime import Executor
from runtime.ir import DType, Graph, GraphError, OpType
from runtime.planner import SCRATCH_CALCULATORS, _compute_lifetimes, make_plan, register_scratch


def chain(length, size=64):
    graph = Graph()
    node = graph.input("x", (size,), DType.F32)
    for _ in range(length):
        node = graph.add(OpType.TANH, [node])
    graph.outputs = [node]
    return graph


def diamond():
    graph = Graph()
    x = graph.input("x", (4, 4), DType.F32)
    left = graph.add(OpType.RELU, [x], {}, "left")
    right = graph.add(OpType.NEG, [x], {}, "right")
    both = graph.add(OpType.ADD, [left, right], {}, "both")
    graph.outputs = [graph.add(OpType.MUL, [both, left], {}, "out")]
    return graph


def overlaps(plan):
    from runtime.ir import size_of

    nodes = [n for n in plan.order if n.name in plan.offsets]
    for a, b in itertools.combinations(nodes, 2):
        (a0, a1), (b0, b1) = plan.lifetimes[a.name], plan.lifetimes[b.name]
        if a0 <= b1 and b0 <= a1:
            a_at, b_at = plan.offsets[a.name], plan.offsets[b.name]
            if a_at < b_at + size_of(b.shape) * 4 and b_at < a_at + size_of(a.shape) * 4:
                yield a, b


def test_lifetimes_run_from_the_step_that_writes_to_the_last_that_reads():
    graph = diamond()
    order = [n for n in graph if n.op != OpType.INPUT]
    lifetimes = _compute_lifetimes(graph, order, {})
    assert lifetimes == {"left": (0, 3), "right": (1, 2), "both": (2, 3), "out": (3, 4)}


def test_lifetimes_count_readers_of_an_alias():
    graph = Graph()
    x = graph.input("x", (4,), DType.F32)
    y = graph.add(OpType.RELU, [x], {}, "y")
    flat = graph.add(OpType.RESHAPE, [y], {"shape": (2, 2)}, "flat")
    z = graph.add(OpType.NEG, [x], {}, "z")
    graph.outputs = [graph.add(OpType.ADD, [flat, graph.add(OpType.RESHAPE, [z], {"shape": (2, 2)})], {}, "out")]
    order = [n for n in graph if n.op != OpType.INPUT]
    lifetimes = _compute_lifetimes(graph, order, {"flat": "y", "reshape": "z"})
    assert lifetimes["y"] == (0, 4)
    assert "flat" not in lifetimes


def test_scratch_calculators_know_the_ops_with_scratch():
    import runtime.backends.c_backend  # noqa: F401

    assert set(SCRATCH_CALCULATORS) == {OpType.SOFTMAX, OpType.MATMUL, OpType.LINEAR}


def test_scratch_is_that_of_the_hungriest():
    graph = Graph()
    x = graph.input("x", (4, 100), DType.F32)
    w = graph.constant("w", np.zeros((100, 7), np.float32))
    y = graph.add(OpType.MATMUL, [x, w])
    graph.outputs = [graph.add(OpType.SOFTMAX, [y], {"axis": 1})]
    plan = make_plan(graph)
    assert plan.scratch_size == 448  # 100 floats, aligned


def test_register_scratch():
    @register_scratch(OpType.CONCAT)
    def scratch(node):
        return 1000

    try:
        graph = Graph()
        x = graph.input("x", (4,), DType.F32)
        graph.outputs = [graph.add(OpType.CONCAT, [x, x], {"axis": 0})]
        plan = make_plan(graph)
        assert plan.scratch_size == 1024
    finally:
        del SCRATCH_CALCULATORS[OpType.CONCAT]


def test_a_chain_needs_room_for_two():
    plan = make_plan(chain(10))
    assert plan.arena_size <= 2 * 64 * 4


def test_without_reuse_everything_has_its_place():
    plan = make_plan(chain(10), reuse=False)
    assert plan.arena_size >= 9 * 64 * 4


def test_nothing_overlaps_that_lives_at_once(monkeypatch):
    monkeypatch.setenv("RT_CHECK_PLAN", "1")
    for graph in (chain(5), diamond()):
        plan = make_plan(graph)
        assert not list(overlaps(plan))
        Executor().compile_plan(plan)
    plan.offsets["right"] = plan.offsets["left"]
    with pytest.raises(GraphError, match="%left at 0..64 and %right at 0..64"):
        Executor().compile_plan(plan)


def test_an_output_that_is_read_later_stays():
    graph = Graph()
    x = graph.input("x", (16,), DType.F32)
    early = graph.add(OpType.TANH, [x])
    node = early
    for _ in range(4):
        node = graph.add(OpType.NEG, [node])
    graph.outputs = [early, node]
    x = np.linspace(-1, 1, 16, dtype=np.float32)
    plan = make_plan(graph)
    first, last = Executor().execute_compiled(Executor().compile_plan(plan), [x])
    np.testing.assert_allclose(first, np.tanh(x), atol=1e-6)
    np.testing.assert_allclose(last, np.tanh(x), atol=1e-6)


def test_reshapes_are_aliases():
    graph = Graph()
    x = graph.input("x", (4, 6), DType.F32)
    y = graph.add(OpType.RELU, [x], {}, "y")
    graph.outputs = [graph.add(OpType.RESHAPE, [y], {"shape": (24,)}, "flat")]
    plan = make_plan(graph)
    assert plan.aliases == {"flat": "y"}
    assert list(plan.offsets) == ["y"]
    plan = make_plan(graph, alias=False)
    assert plan.aliases == {}


def test_find_reshape_aliases_and_resolve_alias():
    from runtime.planner import _find_reshape_aliases, _resolve_alias

    graph = Graph()
    x = graph.input("x", (4, 6), DType.F32)
    a = graph.add(OpType.RESHAPE, [x], {"shape": (24,)}, "a")
    graph.outputs = [graph.add(OpType.RESHAPE, [a], {"shape": (6, 4)}, "b")]
    aliases = _find_reshape_aliases(graph, graph.nodes)
    assert aliases == {"a": "x", "b": "a"}
    assert _resolve_alias(aliases, "b") == "x"


def test_extras_are_those_of_the_switch():
    from runtime.planner import _extras

    graph = Graph()
    x = graph.input("x", (2, 3, 4), DType.F32)
    assert _extras(graph.add(OpType.TRANSPOSE, [x], {"order": (2, 0, 1)})) == ([2, 0, 1], [])
    assert _extras(graph.add(OpType.SUM, [x], {"axes": (0, 2)})) == ([5], [])
    assert _extras(graph.add(OpType.SOFTMAX, [x], {"axis": -1})) == ([2], [])
    assert _extras(graph.add(OpType.MATMUL, [x, x], {"transpose_b": True, "alpha": 0.5})) == ([0, 1], [0.5])


def test_the_order_may_be_another():
    graph = diamond()
    left, right, both, out = graph.nodes[1:]
    with mock.patch("runtime.planner._order", return_value=[right, left, both, out]):
        plan = make_plan(graph)
    assert [n.name for n in plan.order] == ["right", "left", "both", "out"]
    x = np.arange(16, dtype=np.float32).reshape(4, 4) - 8
    (found,) = Executor().execute_compiled(Executor().compile_plan(plan), [x])
    np.testing.assert_allclose(found, (np.maximum(x, 0) - x) * np.maximum(x, 0))


def test_first_fit_is_asked_once_for_each_plan():
    with mock.patch("runtime.planner._assign_offsets", return_value=({}, 0)) as fit:
        make_plan(chain(3))
        make_plan(chain(3), reuse=False)
    assert fit.call_count == 1


def test_a_cycle_is_named():
    graph = diamond()
    left, right, both, out = graph.nodes[1:]
    left.inputs = [out]
    with pytest.raises(GraphError):
        make_plan(graph)


def test_summary_has_a_line_for_each_step():
    plan = make_plan(diamond())
    assert len(plan.summary().splitlines()) == 1 + 4
