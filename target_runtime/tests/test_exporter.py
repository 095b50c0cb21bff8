"""What torch exports becomes nodes: views, splits, masks made of sizes, tensors made from nothing, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from models import Calls, same
from runtime import Session
from runtime.dims import Sym
from runtime.exporter import UnsupportedOp, export
from runtime.ir import DType, OpType
from torch import nn

torch.manual_seed(0)
randn = torch.randn


class Any(nn.Module):
    """A model of one input with a name, so that its sizes may be dynamic."""

    def __init__(self, function: object) -> None:
        super().__init__()
        self.function = function

    def forward(self, x: torch.Tensor) -> object:
        return self.function(x)  # type: ignore[operator]


def test_parts_of_a_tensor_by_split_chunk_unbind_by_index_and_by_name() -> None:
    same(Calls(lambda _, x: torch.split(x, [2, 3, 5], dim=1)), randn(3, 10))
    same(Calls(lambda _, x: x.split(4, dim=-1)[2] * 2 + x.split(4, dim=-1)[0][:, :2]), randn(3, 10))
    same(Calls(lambda _, x: [part.exp() for part in x.chunk(3, dim=0)]), randn(7, 4))
    same(Calls(lambda _, x: x.split([4, 6], dim=1)[1].sum(1) + x.chunk(2, dim=1)[0].sum(1)), randn(3, 10))


def test_two_splits_of_different_tensors_do_not_mix() -> None:
    def model(_: Calls, x: torch.Tensor) -> torch.Tensor:
        one, two = x.split(5, dim=1)
        three, four = torch.tanh(x).split(5, dim=1)
        return one * four - two * three

    same(Calls(model), randn(3, 10))


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x.view(2, 12).transpose(0, 1), lambda x: x.permute(2, 0, 1), lambda x: x.unsqueeze(1).squeeze(),
        lambda x: x.flatten(1), lambda x: x.unflatten(2, (2, 2)), lambda x: x.select(1, -1), lambda x: x[:, -2:, ::2],
        lambda x: x[..., 1], lambda x: x.mT, lambda x: x.expand(5, 2, 3, 4), lambda x: x.repeat(2, 1, 3),
        lambda x: torch.stack([x, -x], dim=1), lambda x: torch.cat([x, x[:, :1]], dim=1), lambda x: x[0].t(),
        lambda x: x.repeat_interleave(2, dim=1), lambda x: x[None, :, None].sum((0, 2)), lambda x: x.reshape(-1),
    ],
)  # fmt: skip
def test_views_and_copies(view: object) -> None:
    same(Any(lambda x: torch.relu(view(torch.tanh(x)))), randn(2, 3, 4))  # type: ignore[operator]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x + 1,
        lambda x: 1 - x,
        lambda x: x.sub(x.exp(), alpha=2),
        lambda x: x.add(x.exp(), alpha=0.5),
        lambda x: 2 / (x.exp() + 1),
        lambda x: x.clamp(-0.5, 0.5),
        lambda x: x.square().reciprocal(),
        lambda x: x.pow(2),
        lambda x: x.pow(3.0),
        lambda x: torch.maximum(x, -x),
        lambda x: x.mean(-1, keepdim=True),
        lambda x: x.sum(),
        lambda x: x.amax(1),
        lambda x: x.argmax(-1),
        lambda x: x.mean((0, 2)),
        lambda x: torch.rsqrt(x.exp()),
        lambda x: torch.addmm(x[0, 0, :3], x[0], x[1].T),
        lambda x: torch.addmm(x[0, 0, :3], x[0], x[1].T, alpha=2, beta=3),
        lambda x: torch.baddbmm(x[:, :, :3], x, x.mT, alpha=0.5),
        lambda x: torch.softmax(x, -1, dtype=torch.float32),
        lambda x: nn.functional.layer_norm(x, (4,)),
        lambda x: nn.functional.rms_norm(x, (4,)),
        lambda x: x.to(torch.float32) * 2,
        lambda x: nn.functional.dropout(x, 0.5, training=False),
        lambda x: x.contiguous().clone().detach() + 0,
    ],
)
def test_what_is_computed(function: object) -> None:
    same(Any(function), randn(2, 3, 4))


def test_buffers_constants_and_tied_parameters_are_constants_of_the_model() -> None:
    class Held(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(randn(4))
            self.tied = self.weight
            self.register_buffer("scale", randn(4))
            self.register_buffer("hidden", randn(4), persistent=False)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x * self.weight + self.scale - self.hidden + self.tied + torch.tensor([1.0, 2.0, 3.0, 4.0])

    session = same(Held(), randn(3, 4))
    assert sum(node.op is OpType.CONSTANT for node in session.graph) == 4


def test_parameters_are_shared_with_the_model_and_not_copied() -> None:
    model = nn.Linear(64, 64)
    graph = export(model, (randn(1, 64),))
    values = [node.value for node in graph if node.op is OpType.CONSTANT]
    assert any(np.shares_memory(value, model.weight.detach().numpy()) for value in values if value is not None)


def test_masks_and_positions_made_of_sizes_alone_follow_the_sizes() -> None:
    def model(x: torch.Tensor) -> torch.Tensor:
        n = x.shape[0]
        at = torch.arange(n, device=x.device)
        mask = (at[None, :] <= at[:, None]) & x.new_ones((n, n), dtype=torch.bool)
        bias = torch.where(mask, 0.0, torch.finfo(x.dtype).min)
        return torch.softmax(x @ x.T + bias, -1) @ x + at[:, None].to(x.dtype)

    others = [[randn(n, 6)] for n in (2, 7, 31)]
    same(Any(model), randn(5, 6), dynamic={"x": {0: "n"}}, others=others)


def test_cumsum_diff_index_and_expand_of_what_is_known_are_folded() -> None:
    table = randn(16, 6)

    def model(self: Calls, x: torch.Tensor) -> torch.Tensor:
        n = x.shape[0]
        ones = x.new_ones((n,), dtype=torch.int64)
        at = ones.cumsum(0) - 1
        steps = torch.diff(at, prepend=at[:1] - 1)
        return (
            x * self.table[at] + steps[:, None].expand(n, 6).to(x.dtype) + torch.full((n, 1), 0.5) + torch.zeros_like(x)
        )

    session = same(Calls(model, table=table), randn(5, 6))
    assert {node.op for node in session.plan.steps} <= {OpType.MUL, OpType.ADD}


def test_sizes_that_differ_from_run_to_run_are_symbols() -> None:
    graph = export(Any(lambda x: x.reshape(-1, 3)), (randn(4, 6),), None, {"x": {0: "n"}})
    (x,), (y,) = graph.inputs, graph.outputs
    assert x.shape == (Sym.named("n"), 6)
    assert y.shape == (Sym.named("n") * 2, 3)
    assert graph.symbols() == ("n",)


def test_two_inputs_may_share_a_size() -> None:
    class Two(nn.Module):
        def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
            return torch.relu(x) + y

    session = same(
        Two(), randn(4, 3), randn(4, 3), dynamic={"x": {0: "n"}, "y": {0: "n"}}, others=[[randn(9, 3), randn(9, 3)]]
    )
    with pytest.raises(ValueError, match=r"input `y`: n is 9 elsewhere, 4 here"):
        session.run(randn(9, 3), randn(4, 3))


def test_results_in_dictionaries_and_nested_tuples_come_out_in_order() -> None:
    session = Session(Any(lambda x: {"one": x + 1, "two": (x * 2, [x * 3])}), randn(3))
    x = np.ones(3, np.float32)
    assert [float(value[0]) for value in session.run(x)] == [2.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda x: torch.special.i0(x), r"aten\.special_i0\.default at .* has no handler; supported are .*aten\.add\.Tensor"),
        (lambda x: nn.functional.layer_norm(x, (3, 4)), "layer_norm over 2 axes"),
        (lambda x: nn.functional.relu(x + 1, inplace=True), r"relu_"),
        (lambda x: (x + 1).mul_(2), r"mul_"),
        (lambda x: x[:, torch.tensor([0, 2])], "indexing with a mask or with `:` before an index"),
        (lambda x: x.to(torch.float16) * 2, r"element type torch\.float16"),
        (lambda x: nn.functional.scaled_dot_product_attention(x, x, x), r"attention over \[2, 3, 4\]"),
    ],
)  # fmt: skip
def test_what_is_not_supported_is_refused_by_name_and_place(function: object, said: str) -> None:
    with pytest.raises(UnsupportedOp, match=said):
        Session(Any(function), randn(2, 3, 4))


def test_a_model_in_training_is_exported_as_for_evaluation() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.9)).train()
    x = randn(2, 4)
    found = Session(model, x).run(x)
    np.testing.assert_allclose(found, model[0](x).detach().numpy(), atol=1e-6)


def test_half_precision_weights_are_refused_with_their_type() -> None:
    with pytest.raises(UnsupportedOp, match=r"torch\.float16"):
        Session(nn.Linear(4, 4).half(), randn(2, 4).half())


def test_element_types_of_inputs_are_kept() -> None:
    graph = export(Any(lambda x: x.to(torch.float32) + 1), (torch.arange(5),))
    assert graph.inputs[0].dtype is DType.I64
    same(Any(lambda x: x.to(torch.float32) + 1), torch.arange(5))
    same(Any(lambda x: torch.where(x, 1.0, 2.0)), torch.tensor([True, False]))
