"""What does not fit is refused in words, before any kernel runs."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from models import Calls
from runtime_edited import Session
from runtime_edited.executor import CompiledExecutor, InterpretedExecutor
from runtime_edited.executor.common import ArenaError, InputError
from runtime_edited.ir import DType, Graph, GraphError, Node, OpType
from torch import nn


def chain(rows: object = 100) -> Graph:
    """Three values of 4 bytes a row, two of them alive together."""
    graph = Graph()
    x = graph.input("x", (rows, 16), DType.F32)  # type: ignore[arg-type]
    first = graph.add(OpType.TRANSPOSE, [x], {"order": (1, 0)})
    second = graph.add(OpType.TRANSPOSE, [first], {"order": (1, 0)})
    graph.outputs = [graph.add(OpType.SUM, [graph.add(OpType.MUL, [second, x])], {"axes": (0, 1)})]
    return graph


def batch_model(**options: object) -> Session:
    model = nn.Sequential(nn.Linear(8, 64), nn.Softmax(-1), nn.Linear(64, 4)).eval()
    return Session(model, torch.zeros(2, 8), dynamic={"input": {0: "batch"}}, **options)  # type: ignore[arg-type]


def test_an_arena_beyond_the_limit_is_refused_with_both_sizes_when_the_session_is_made() -> None:
    CompiledExecutor(chain(), arena_limit=2 * 6400)
    with pytest.raises(ArenaError, match="an arena of 12800 bytes is needed, arena_limit allows 12799"):
        CompiledExecutor(chain(), arena_limit=12799)


def test_an_arena_beyond_the_limit_is_refused_with_its_sizes_when_an_input_brings_them() -> None:
    session = batch_model(arena_limit=1 << 20)
    assert session.run(np.zeros((64, 8), np.float32)).shape == (64, 4)
    with pytest.raises(
        ArenaError, match=r"an arena of \d+ bytes is needed for batch = 100000, arena_limit allows 1048576"
    ):
        session.run(np.zeros((100_000, 8), np.float32))
    assert session.run(np.zeros((64, 8), np.float32)).shape == (64, 4)


@pytest.mark.parametrize("batch", [1 << 40, 1 << 56])
def test_a_batch_that_no_memory_holds_is_refused(batch: int) -> None:
    session = batch_model()
    huge = np.broadcast_to(np.zeros((1, 8), np.float32), (batch, 8))
    with pytest.raises(MemoryError, match=f"an arena of .* for batch = {batch} is more than"):
        session.run(huge)
    assert session.run(np.zeros((3, 8), np.float32)).shape == (3, 4)


@pytest.mark.parametrize("shape", [(0, 8), (3, 0), (0, 0)])
def test_nothing_along_an_axis_is_computed_as_pytorch_does(shape: tuple[int, int]) -> None:
    model = Calls(lambda self, x: torch.softmax(torch.relu(x) @ x.T, -1) @ x)
    found = Session(model, torch.zeros(shape)).run(np.zeros(shape, np.float32))
    with torch.no_grad():
        np.testing.assert_array_equal(found, model(torch.zeros(shape)).numpy())


def test_a_weight_that_is_missing_is_told_by_name() -> None:
    graph = Graph()
    x = graph.input("x", (2, 3), DType.F32)
    weight = graph.constant("head.weight", np.ones((3, 4), np.float32))
    graph.outputs = [graph.add(OpType.LINEAR, [x, weight])]
    weight.value = None
    with pytest.raises(GraphError, match=r"%head\.weight is a constant without a value of its shape \[3, 4\]"):
        Session(graph)
    graph.nodes.remove(weight)
    with pytest.raises(GraphError, match=r"%linear reads %head\.weight, which is not in the graph"):
        Session(graph)


@pytest.mark.parametrize("executor", [CompiledExecutor, InterpretedExecutor])
def test_a_cycle_is_refused_by_every_executor(executor: type) -> None:
    graph = Graph()
    x = graph.input("x", (3,), DType.F32)
    one = graph.add(OpType.ADD, [x, x], name="one")
    two = graph.add(OpType.TANH, [one], name="two")
    one.inputs[1] = two
    graph.outputs = [two]
    with pytest.raises(GraphError, match="a cycle: one <- two <- one"):
        executor(graph)


@pytest.mark.parametrize("threads", [0, -1])
def test_fewer_threads_than_one_are_refused(threads: int) -> None:
    with pytest.raises(ValueError, match=f"threads: 1 or more are wanted, {threads} given"):
        Session(chain(), threads=threads)


def test_more_threads_than_the_kernels_have_give_the_same() -> None:
    x = np.random.default_rng(0).standard_normal((100, 16), dtype=np.float32)
    np.testing.assert_array_equal(Session(chain(), threads=1000).run(x), Session(chain()).run(x))


def test_weights_of_an_unknown_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="weights: f32, bf16, i8 are known, f16 given"):
        Session(chain(), weights="f16")


@pytest.mark.parametrize(("array", "found"), [
    (np.zeros((100, 16)), "float32 is wanted, float64 found"), (np.zeros((100, 16), np.int64), "float32 is wanted, int64"),
    (np.zeros((100, 16), ">f4"), "float32 is wanted, >f4"), (np.zeros((100, 16), object), "float32 is wanted, object"),
    (np.zeros((16, 100), np.float32), r"shape \[100, 16\] is wanted, \[16, 100\]"),
    (np.zeros((1, 100, 16), np.float32), r"shape \[100, 16\] is wanted, \[1, 100, 16\]"),
    ([[1.0]], "an array or a tensor is wanted, list found"), (None, "an array or a tensor is wanted, NoneType found"),
])  # fmt: skip
def test_an_input_that_does_not_fit_is_refused_by_name(array: object, found: str) -> None:
    for _ in range(2):  # before there is a program for its shape, and after
        session = Session(chain())
        with pytest.raises(InputError, match=found):
            session.run(array)
        session.run(np.zeros((100, 16), np.float32))
        with pytest.raises(InputError, match=found) as raised:
            session.run(array)
        assert "`x`" in str(raised.value) or not isinstance(array, np.ndarray)


def test_tokens_outside_the_table_are_refused_by_name() -> None:
    session = Session(nn.Embedding(10, 4), torch.zeros((2, 3), dtype=torch.int64))
    for wrong in (-1, 10, 1 << 40):
        with pytest.raises(InputError, match=re.escape("asks for a row that") + ".*rows 0 to 9"):
            session.run(np.array([[0, 1, 2], [3, wrong, 4]]))


@pytest.mark.parametrize(
    "view", [lambda x: x[::-1], lambda x: x[:, ::2], lambda x: x.T, lambda x: np.asfortranarray(x)]
)
def test_an_input_that_is_not_contiguous_is_copied_and_left_as_it_is(view: object) -> None:
    wide = np.random.default_rng(0).standard_normal((16, 32), dtype=np.float32)
    given = view(wide)  # type: ignore[operator]
    graph = Graph()
    x = graph.input("x", given.shape, DType.F32)
    graph.outputs = [graph.add(OpType.TANH, [graph.add(OpType.RELU, [x])])]
    before = given.copy()
    np.testing.assert_allclose(Session(graph).run(given), np.tanh(np.maximum(before, 0)), atol=1e-6)
    np.testing.assert_array_equal(given, before)


def test_an_input_that_may_only_be_read_is_read() -> None:
    x = np.ones((100, 16), np.float32)
    x.flags.writeable = False
    assert float(Session(chain()).run(x)) == 1600


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_goes_on_as_in_pytorch_and_is_refused_on_request(value: float) -> None:
    model = nn.Sequential(nn.Linear(40, 33), nn.GELU(), nn.LayerNorm(33), nn.Linear(33, 5), nn.Softmax(-1)).eval()
    x = torch.randn(6, 40)
    x[2, 7] = value
    found = Session(model, x).run(x)
    with torch.no_grad():
        np.testing.assert_array_equal(np.isnan(found), np.isnan(model(x).numpy()))
    with pytest.raises(FloatingPointError, match=rf"input `input` is {value} at \[2, 7\]"):
        Session(model, x, check_finite=True).run(x)


def test_an_output_that_is_not_finite_is_refused_on_request() -> None:
    graph = Graph()
    x = graph.input("x", (4,), DType.F32)
    graph.outputs = [graph.add(OpType.EXP, [x], name="grown")]
    session = Session(graph, check_finite=True)
    session.run(np.zeros(4, np.float32))
    with pytest.raises(FloatingPointError, match=r"output `grown` is inf at \[3\]"):
        session.run(np.array([0, 1, 2, 1000], np.float32))


def test_a_node_that_lies_about_its_shape_is_found_before_it_runs() -> None:
    graph = chain()
    graph.nodes[1].shape = (100, 16)
    with pytest.raises(GraphError, match=r"%transpose is said to be F32\[100, 16\], its rule gives F32\[16, 100\]"):
        Session(graph)


@pytest.mark.parametrize(("op", "attrs", "said"), [
    (OpType.CONCAT, {"axis": -1}, "axis -1 of an array of 3 axes"), (OpType.CONCAT, {"axis": 3}, "axis 3 of an array of 3 axes"),
    (OpType.SLICE, {"axis": 2, "start": -1, "stop": 2, "step": 1}, "-1:2 of 8"),
    (OpType.SLICE, {"axis": 2, "start": 0, "stop": 9, "step": 1}, "0:9 of 8"),
    (OpType.ROPE, {"head_size": 4, "heads": 1, "at": -4}, "1 heads of 4 from column -4"),
    (OpType.ROPE, {"head_size": 4, "heads": 2, "at": 4}, "does not hold 2 heads of 4 from column 4"),
    (OpType.ATTENTION, {"layout": "bshd", "heads": 1, "kv_heads": 1, "head_size": 4, "at": (0, -4, 0), "scale": 1.0}, "cannot be"),
    (OpType.ATTENTION, {"layout": "bshd", "heads": 0, "kv_heads": 0, "head_size": 4, "at": (0, 0, 0), "scale": 1.0}, "cannot be"),
    (OpType.ATTENTION, {"layout": "bshd", "heads": 2, "kv_heads": 2, "head_size": 4, "at": (0, 4, 0), "scale": 1.0},
     "does not hold 2 heads of 4 from column 4"),
])  # fmt: skip
def test_attributes_that_would_read_beside_an_array_are_refused(
    op: OpType, attrs: dict[str, object], said: str
) -> None:
    graph = Graph()
    x = graph.input("x", (1, 5, 8), DType.F32)
    tables = [graph.input(name, (5, 4), DType.F32) for name in ("cos", "sin")]
    given = {OpType.SLICE: [x], OpType.ROPE: [x, *tables]}.get(op, [x, x, x])
    with pytest.raises(GraphError, match=re.escape(said)):
        graph.add(op, given, attrs)


def test_an_output_that_is_no_node_of_the_graph_is_refused() -> None:
    graph = chain()
    graph.outputs.append(Node("stray", OpType.RELU, [graph.inputs[0]], (100, 16), DType.F32))
    with pytest.raises(GraphError, match="%stray goes in or out, and is not in the graph"):
        Session(graph)
