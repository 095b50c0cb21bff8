"""What runtimes of this design got silently wrong: each a tiny model whose outputs must be PyTorch's."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import torch
from models import Calls, same
from runtime import Session
from runtime.executor.common import InputError
from runtime.exporter import UnsupportedOp
from runtime.ir import DType, Graph, GraphError, OpType
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)


def randn(*shape: int) -> torch.Tensor:
    return torch.randn(*shape)


def test_an_early_output_is_not_overwritten_by_what_comes_later() -> None:
    def model(_: Calls, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        early = torch.tanh(x)
        return early, torch.relu(torch.exp(torch.sigmoid(early) + 1) * 2)

    same(Calls(model), randn(4, 33))


def test_an_output_that_is_consumed_later_is_not_written_in_place() -> None:
    def model(_: Calls, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = x * 2 + 1
        return hidden, torch.relu(hidden)

    same(Calls(model), randn(3, 50))


def test_one_value_may_come_out_twice_and_in_two_shapes() -> None:
    def model(_: Calls, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        hidden = torch.tanh(x)
        return hidden, hidden.reshape(-1), hidden + 0

    same(Calls(model), randn(3, 4))


def test_a_reshaped_input_and_an_input_itself_come_out_as_copies() -> None:
    def model(_: Calls, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return x.reshape(6, 2), torch.relu(x), x.reshape(2, 6)

    session = same(Calls(model), randn(3, 4))
    x = np.ones((3, 4), np.float32)
    first, _, _ = session.run(x)
    first[:] = 7
    assert (x == 1).all()


def test_a_constant_comes_out_as_a_copy() -> None:
    model = Calls(lambda self, x: (self.weight * 2, x + 1), weight=randn(3))
    session = same(model, randn(3))
    session.run(np.zeros(3, np.float32))[0][:] = 9
    same(model, randn(3))
    assert not (session.run(np.zeros(3, np.float32))[0] == 9).any()


@pytest.mark.parametrize("by", [0.5, -3.0, 1.0])
def test_a_factor_between_product_and_bias_is_kept(by: float) -> None:
    same(Calls(lambda self, x: (x @ self.w) * by + self.b, w=randn(8, 5), b=randn(5)), randn(3, 8))
    same(Calls(lambda self, x: ((x @ self.w) + self.b) * by, w=randn(8, 5), b=randn(5)), randn(3, 8))
    same(Calls(lambda self, x: torch.relu(x @ self.w) / (by * 2), w=randn(8, 5)), randn(3, 8))


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2])
def test_softmax_runs_over_the_axis_that_is_said(axis: int) -> None:
    same(Calls(lambda _, x: torch.softmax(x, axis)), randn(3, 5, 7))


def attention(*shapes: tuple[int, ...], **options: object) -> tuple[Calls, list[torch.Tensor]]:
    return Calls(lambda _, q, k, v, *mask: F.scaled_dot_product_attention(q, k, v, *mask, **options)), [
        randn(*s) for s in shapes
    ]


@pytest.mark.parametrize("keys", [1, 3, 64, 300])
@pytest.mark.parametrize("queries", [1, 4, 40])
def test_attention_takes_keys_of_another_length(queries: int, keys: int) -> None:
    model, inputs = attention((2, 3, queries, 16), (2, 3, keys, 16), (2, 3, keys, 16))
    same(model, *inputs)


def test_attention_takes_a_scale_of_its_own() -> None:
    model, inputs = attention((1, 2, 9, 8), (1, 2, 9, 8), (1, 2, 9, 8), scale=0.7)
    same(model, *inputs)


@pytest.mark.parametrize("rows", [9, 4])
def test_causal_attention_with_more_keys_than_queries_hides_what_pytorch_hides(rows: int) -> None:
    model, inputs = attention((1, 2, rows, 8), (1, 2, 9, 8), (1, 2, 9, 8), is_causal=True)
    same(model, *inputs)


@pytest.mark.parametrize("shape", [(1, 1, 9, 9), (2, 1, 9, 9), (2, 3, 9, 9), (9, 9), (1, 1, 1, 9)])
@pytest.mark.parametrize("kind", ["float", "bool"])
def test_attention_adds_or_hides_by_masks_of_every_shape(shape: tuple[int, ...], kind: str) -> None:
    model, inputs = attention((2, 3, 9, 16), (2, 3, 9, 16), (2, 3, 9, 16))
    same(model, *inputs, randn(*shape) if kind == "float" else torch.rand(*shape) > 0.4)


def test_a_constant_causal_mask_becomes_causal_and_another_constant_mask_does_not() -> None:
    causal = torch.tril(torch.ones(9, 9, dtype=torch.bool))
    for mask, flag in ((causal, True), (causal.T.contiguous(), False), (torch.where(causal, 0.0, -torch.inf), True)):
        model = Calls(lambda self, q: F.scaled_dot_product_attention(q, q, q, self.mask), mask=mask)
        session = same(model, randn(1, 2, 9, 8))
        (node,) = (node for node in session.graph if node.op is OpType.ATTENTION)
        assert bool(node.attrs.get("causal")) is flag
        assert (len(node.inputs) == 3) is flag


def test_exact_gelu_and_the_tanh_one_are_told_apart() -> None:
    x = torch.linspace(-6, 6, 1001)
    exact = same(Calls(lambda _, x: F.gelu(x)), x, tolerance=2e-6)
    tanh = same(Calls(lambda _, x: F.gelu(x, approximate="tanh")), x, tolerance=2e-6)
    assert [node.op for node in exact.graph][-1] is OpType.GELU
    assert [node.op for node in tanh.graph][-1] is OpType.GELU_TANH


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_slices_with_a_step_and_along_any_axis(axis: int, step: int) -> None:
    def model(_: Calls, x: torch.Tensor) -> torch.Tensor:
        index = [slice(None)] * 3
        index[axis] = slice(1, 6, step)
        return torch.tanh(x)[tuple(index)] * 2

    same(Calls(model), randn(7, 7, 7))


def test_a_slice_keeps_its_offset_through_further_views() -> None:
    def model(_: Calls, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        hidden = torch.relu(x)
        part = hidden[2:5].reshape(-1)[3:9]
        return part.reshape(2, 3) + 1, hidden[4:].reshape(-1) * 2

    same(Calls(model), randn(6, 4))


@pytest.mark.parametrize(("a", "b"), [((2, 3, 4, 5), (2, 3, 5, 6)), ((2, 1, 4, 5), (1, 3, 5, 6)), ((4, 5), (2, 3, 5, 6)),
                                      ((2, 3, 4, 5), (5, 6)), ((5,), (5, 6)), ((4, 5), (5,))])  # fmt: skip
def test_products_of_batches_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    same(Calls(lambda _, x, y: x @ y), randn(*a), randn(*b))


def test_one_weight_may_serve_two_products_one_of_them_transposed() -> None:
    same(Calls(lambda self, x: (x @ self.w) @ self.w.T, w=randn(8, 5)), randn(3, 8))
    same(Calls(lambda self, x: F.linear(x @ self.w, self.w), w=randn(8, 5)), randn(3, 8))


def test_tied_weights_stay_one_constant() -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = nn.Embedding(11, 6)
            self.head = nn.Linear(6, 11, bias=False)
            self.head.weight = self.embedding.weight

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return self.head(self.embedding(ids))

    session = same(Tied(), torch.randint(0, 11, (2, 3)))
    assert sum(node.op is OpType.CONSTANT for node in session.graph) == 1


def test_a_block_of_transformers_by_itself_gives_its_first_result_whole() -> None:
    """Older versions give a tuple, newer ones a tensor, of which `[0]` would be the first text alone."""
    from transformers import GPT2Config, GPT2Model

    model = GPT2Model(GPT2Config(n_layer=1, n_embd=48, n_head=4))
    hidden = randn(2, 5, 48)
    session = same(model.h[0], hidden)
    found = session.run(hidden)
    assert (found[0] if isinstance(found, tuple) else found).shape == (2, 5, 48)


def test_inputs_that_are_not_contiguous_are_copied() -> None:
    session = same(Calls(lambda _, x: torch.relu(x) * 3), randn(5, 7))
    wide = np.random.default_rng(0).standard_normal((7, 10)).astype(np.float32)
    np.testing.assert_array_equal(session.run(wide.T[::2]), np.maximum(wide.T[::2], 0) * 3)


def test_an_input_of_another_element_type_is_refused_by_name() -> None:
    session = Session(Calls(lambda _, x: torch.relu(x)), randn(5, 7))
    with pytest.raises(InputError, match=r"float32 is wanted, float64 found"):
        session.run(np.zeros((5, 7)))


@pytest.mark.parametrize(("given", "said"), [
    ([(5, 8)], r"shape \[5, 7\] is wanted, \[5, 8\] found"), ([(5,)], r"shape \[5, 7\] is wanted"), ([], "1 inputs are wanted"),
    ([(5, 7), (5, 7)], "1 inputs are wanted"),
])  # fmt: skip
def test_inputs_that_do_not_fit_are_refused(given: list[tuple[int, ...]], said: str) -> None:
    session = Session(Calls(lambda _, x: torch.relu(x)), randn(5, 7))
    with pytest.raises(InputError, match=said):
        session.run(*(np.zeros(shape, np.float32) for shape in given))


def test_two_inputs_must_agree_on_a_size_that_both_have() -> None:
    session = Session(Calls(lambda _, x, y: x + y), (randn(4, 3), randn(4, 3)), dynamic=None)
    assert session.run(np.ones((4, 3), np.float32), np.ones((4, 3), np.float32)).sum() == 24
    graph = Graph()
    x, y = graph.input("x", (3,), DType.F32), graph.input("y", (4,), DType.F32)
    with pytest.raises(GraphError, match="do not go together"):
        graph.add(OpType.ADD, [x, y])


def test_nothing_is_a_batch_too() -> None:
    session = Session(nn.Sequential(nn.Linear(3, 4), nn.ReLU()).eval(), randn(2, 3), dynamic={"input": {0: "batch"}})
    assert session.run(np.zeros((0, 3), np.float32)).shape == (0, 4)
    assert session.run(np.zeros((1000, 3), np.float32)).shape == (1000, 4)


def test_nan_spreads_as_in_pytorch_and_is_refused_on_request() -> None:
    x = randn(4, 16)
    x[1, 3] = torch.nan
    model = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4), nn.Tanh()).eval()
    found = Session(model, x).run(x)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(model(x).detach().numpy()))
    with pytest.raises(FloatingPointError, match=r"input `.*` is nan at \[1, 3\]"):
        Session(model, x, check_finite=True).run(x)


def test_an_operation_that_is_not_supported_names_itself_its_place_and_the_others() -> None:
    class Deep(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = Calls(lambda _, x: torch.special.i0(x))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.inner(x)

    with pytest.raises(UnsupportedOp, match=r"aten\.special_i0\.default at .*inner.*supported are aten\.") as raised:
        Session(Deep(), randn(3))
    assert "aten.add.Tensor" in str(raised.value)


def test_no_threads_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="threads: 1 or more"):
        Session(Calls(lambda _, x: x + 1), randn(3), threads=0)


def test_a_cycle_is_told_with_its_nodes() -> None:
    graph = Graph()
    x = graph.input("x", (3,), DType.F32)
    one = graph.add(OpType.RELU, [x], name="one")
    two = graph.add(OpType.TANH, [one], name="two")
    one.inputs[0] = two
    graph.outputs = [two]
    with pytest.raises(GraphError, match="a cycle: one <- two <- one"):
        Session(graph)


def test_what_can_only_be_folded_is_refused_where_it_depends_on_an_input() -> None:
    with pytest.raises(GraphError, match="CUMSUM can only be folded"):
        Session(Calls(lambda _, x: torch.cumsum(x, 0)), randn(3))


def test_whole_numbers_are_not_taken_for_floats() -> None:
    with pytest.raises(GraphError, match=r"no kernel for ADD of I64, I64"):
        Session(Calls(lambda _, ids: ids + 1), torch.arange(5))
    table = torch.randn(9, 4)
    same(Calls(lambda self, ids: self.table[ids], table=table), torch.arange(5))


def test_several_threads_may_use_one_session() -> None:
    model = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 64)).eval()
    session = Session(model, randn(8, 64), threads=2)
    inputs = [randn(8, 64) for _ in range(16)]
    wanted = [session.run(x) for x in inputs]
    wrong = []

    def work(index: int) -> None:
        for _ in range(50):
            if not np.array_equal(session.run(inputs[index]), wanted[index]):
                wrong.append(index)

    workers = [threading.Thread(target=work, args=(index,)) for index in range(16)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
