"""Each pass alone: what it changes, what it must leave as it is, and that the graph computes the same before and after."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sqrt

import numpy as np
import pytest
from runtime_edited.dims import Sym
from runtime_edited.executor import InterpretedExecutor
from runtime_edited.ir import DType, Graph, GraphError, Node, OpType
from runtime_edited.passes import DEFAULT_PIPELINE, Pass, optimize
from runtime_edited.passes.absorb import absorb_into_products, linear_from_matmul
from runtime_edited.passes.attention import HEADS_FIRST, attention_from_projections, causal_masks
from runtime_edited.passes.chains import fuse_chains
from runtime_edited.passes.fold import fold_constants, simplify
from runtime_edited.passes.fusion import fuse_patterns
from runtime_edited.passes.generation import last_row, use_caches
from runtime_edited.passes.merge import merge_linears
from runtime_edited.passes.rotary import rotary_embeddings

RNG = np.random.default_rng(0)


def random(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape, dtype=np.float32)


class Build:
    """A graph under construction, in few words."""

    def __init__(self) -> None:
        self.graph = Graph()

    def input(self, *shape: int, name: str = "x") -> Node:
        return self.graph.input(name, shape, DType.F32)

    def constant(self, value: object) -> Node:
        return self.graph.constant("c", np.asarray(value, dtype=None if isinstance(value, np.ndarray) else np.float32))

    def __getattr__(self, op: str) -> Callable[..., Node]:
        def add(*inputs: Node | float, **attrs: object) -> Node:
            nodes = [given if isinstance(given, Node) else self.constant(given) for given in inputs]
            return self.graph.add(OpType[op.upper()], nodes, attrs)

        return add

    def ops(self) -> list[OpType]:
        return [node.op for node in self.graph if node.op not in (OpType.INPUT, OpType.CONSTANT)]


def run(graph: Graph) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    inputs = [rng.standard_normal(tuple(node.shape), dtype=np.float32) for node in graph.inputs]  # type: ignore[arg-type]
    return InterpretedExecutor(graph).run(inputs)


def apply(build: Build, one: Pass, *outputs: Node) -> int:
    """How many changes the pass made. The outputs are the same after it, and a second time it finds nothing to do."""
    graph = build.graph
    graph.outputs = list(outputs)
    before = run(graph)
    made = one(graph)
    graph.sort()
    graph.prune()
    graph.check()
    for found, wanted in zip(run(graph), before, strict=True):
        assert found.shape == wanted.shape
        np.testing.assert_allclose(found, wanted, atol=2e-5, rtol=2e-5)
    assert one(graph) == 0
    return made


def unchanged(build: Build, one: Pass, *outputs: Node) -> None:
    """The pass does nothing."""
    assert apply(build, one, *outputs) == 0


# --- what is known beforehand ---


def test_constants_are_folded_and_inputs_are_not() -> None:
    b = Build()
    x = b.input(3)
    assert apply(b, fold_constants, b.add(x, b.exp(b.add(1.0, 2.0)))) == 2
    assert b.ops() == [OpType.ADD]


def test_what_depends_on_a_size_is_not_folded() -> None:
    graph = Graph()
    size = Sym.named("n")
    x = graph.input("x", (size,), DType.F32)
    ones = graph.add(OpType.FULL, [], {"shape": (size,), "value": 1.0, "dtype": DType.F32})
    graph.outputs = [graph.add(OpType.ADD, [x, ones])]
    assert fold_constants(graph) == 0


def test_reshapes_and_transposes_in_a_row_become_one() -> None:
    b = Build()
    x = b.input(4, 6)
    assert apply(b, simplify, b.reshape(b.reshape(x, shape=(24,)), shape=(2, 12))) >= 1
    assert b.ops() == [OpType.RESHAPE]
    b = Build()
    x = b.input(2, 3, 4)
    apply(b, simplify, b.transpose(b.transpose(x, order=(1, 0, 2)), order=(0, 2, 1)))
    assert [node.attrs["order"] for node in b.graph if node.op is OpType.TRANSPOSE] == [(1, 2, 0)]


@pytest.mark.parametrize("neutral", ["mul", "div", "add", "sub"])
def test_what_changes_nothing_goes_unless_it_broadcasts(neutral: str) -> None:
    number = 1.0 if neutral in ("mul", "div") else 0.0
    b = Build()
    assert apply(b, simplify, getattr(b, neutral)(b.relu(b.input(3)), number)) == 1
    assert b.ops() == [OpType.RELU]
    b = Build()
    unchanged(b, simplify, getattr(b, neutral)(b.relu(b.input(3)), b.constant(np.full((2, 3), number, np.float32))))
    b = Build()
    if neutral in ("div", "sub"):
        unchanged(b, simplify, getattr(b, neutral)(number, b.exp(b.input(3))))


# --- patterns ---


def gelu_nodes(b: Build, x: Node, *, cube: float = 0.044715, other: Node | None = None, swap: bool = False) -> Node:
    def two(op: str, one: Node | float, two: Node | float) -> Node:
        return getattr(b, op)(*((two, one) if swap else (one, two)))

    inner = two("mul", two("add", x, two("mul", b.pow(other or x, 3.0), cube)), sqrt(2 / pi))
    return two("mul", two("mul", x, 0.5), two("add", b.tanh(inner), 1.0))


@pytest.mark.parametrize("swap", [False, True])
def test_eight_nodes_of_gelu_are_one_whatever_the_order_of_their_inputs(swap: bool) -> None:
    b = Build()
    assert apply(b, fuse_patterns, gelu_nodes(b, b.input(4, 5), swap=swap)) == 1
    assert b.ops() == [OpType.GELU_TANH]


def test_gelu_with_another_number_or_another_tensor_within_is_no_gelu() -> None:
    b = Build()
    unchanged(b, fuse_patterns, gelu_nodes(b, b.input(4, 5), cube=0.0448))
    b = Build()
    unchanged(b, fuse_patterns, gelu_nodes(b, b.input(4, 5), other=b.input(4, 5, name="y")))


def test_a_node_within_a_pattern_that_somebody_else_reads_or_that_comes_out_keeps_it_whole() -> None:
    for out in (False, True):
        b = Build()
        gelu = gelu_nodes(b, b.input(4, 5))
        tanh = next(node for node in b.graph if node.op is OpType.TANH)
        unchanged(b, fuse_patterns, gelu, tanh if out else b.neg(tanh))


def test_silu_and_its_gated_unit() -> None:
    b = Build()
    x, y = b.input(3, 8), b.input(3, 8, name="y")
    assert apply(b, fuse_patterns, b.mul(y, b.mul(b.sigmoid(x), x))) == 2
    assert b.ops() == [OpType.SWIGLU]
    b = Build()
    x, y = b.input(3, 8), b.input(8, name="y")
    apply(b, fuse_patterns, b.mul(b.mul(x, b.sigmoid(x)), y))
    assert b.ops() == [OpType.SILU, OpType.MUL]  # a gate that broadcasts is none
    b = Build()
    x, y = b.input(3, 8), b.input(3, 8, name="y")
    unchanged(b, fuse_patterns, b.mul(x, b.sigmoid(y)))


def rms_nodes(b: Build, x: Node, axes: tuple[int, ...] = (1,), weight: Node | None = None, keep: bool = True) -> Node:
    mean = b.mean(b.pow(x, 2.0), axes=axes, keep=keep)
    norm = b.mul(x, b.rsqrt(b.add(mean, 1e-3)))
    return norm if weight is None else b.mul(weight, norm)


def test_a_root_mean_square_norm_over_the_last_axis_and_no_other() -> None:
    b = Build()
    assert apply(b, fuse_patterns, rms_nodes(b, b.input(5, 8), weight=b.constant(random(8)))) == 1
    assert b.ops() == [OpType.RMS_NORM]
    assert next(node for node in b.graph if node.op is OpType.RMS_NORM).attrs["eps"] == pytest.approx(1e-3)
    b = Build()
    unchanged(b, fuse_patterns, rms_nodes(b, b.input(8, 8), axes=(0,)))
    b = Build()
    unchanged(b, fuse_patterns, rms_nodes(b, b.input(8, 8), keep=False))
    b = Build()
    apply(b, fuse_patterns, rms_nodes(b, b.input(5, 8), weight=b.constant(random(5, 8))))
    assert b.ops() == [OpType.RMS_NORM, OpType.MUL]


# --- products ---


def test_a_product_by_a_constant_matrix_is_linear_and_others_are_not() -> None:
    b = Build()
    assert apply(b, linear_from_matmul, b.matmul(b.input(2, 3, 4), b.constant(random(4, 5)), alpha=0.5)) == 1
    assert b.ops() == [OpType.LINEAR]
    for weight, attrs in ((random(2, 4, 5), {}), (random(3, 5), {"transpose_a": True})):
        b = Build()
        unchanged(b, linear_from_matmul, b.matmul(b.input(2, 3, 4), b.constant(weight), **attrs))
    b = Build()
    unchanged(b, linear_from_matmul, b.matmul(b.input(3, 4), b.input(4, 5, name="y")))


def test_factors_after_a_product_multiply_its_alpha() -> None:
    b = Build()
    product = b.matmul(b.input(3, 4), b.input(4, 5, name="y"), alpha=3.0)
    assert apply(b, absorb_into_products, b.div(b.mul(2.0, product), 4.0)) == 2
    (node,) = (node for node in b.graph if node.op is OpType.MATMUL)
    assert node.attrs["alpha"] == 1.5


def test_a_factor_is_not_absorbed_where_bias_activation_or_residual_come_before_it() -> None:
    for more, attrs in (([5], {"bias": True}), ([3, 5], {"residual": True}), ([], {"activation": "relu"})):
        b = Build()
        rest = [b.constant(random(*more))] if more else []
        unchanged(
            b, absorb_into_products, b.mul(b.linear(b.input(3, 4), b.constant(random(4, 5)), *rest, **attrs), 0.5)
        )


def test_a_factor_is_not_absorbed_where_somebody_reads_the_product_or_it_comes_out_or_the_factor_varies() -> None:
    b = Build()
    product = b.matmul(b.input(3, 4), b.input(4, 5, name="y"))
    unchanged(b, absorb_into_products, b.mul(product, 0.5), b.relu(product))
    b = Build()
    product = b.matmul(b.input(3, 4), b.input(4, 5, name="y"))
    unchanged(b, absorb_into_products, b.mul(product, 0.5), product)
    b = Build()
    product = b.matmul(b.input(3, 4), b.input(4, 5, name="y"))
    unchanged(b, absorb_into_products, b.mul(product, b.constant(random(5))))
    b = Build()
    product = b.matmul(b.input(1, 4), b.input(4, 5, name="y"))
    unchanged(b, absorb_into_products, b.mul(product, b.constant(np.ones((3, 5), np.float32))))
    b = Build()
    unchanged(b, absorb_into_products, b.div(2.0, b.exp(b.matmul(b.input(3, 4), b.input(4, 5, name="y")))))


def test_a_swap_of_the_last_two_axes_becomes_a_flag_and_another_swap_does_not() -> None:
    b = Build()
    x = b.transpose(b.input(2, 4, 3), order=(0, 2, 1))
    assert apply(b, absorb_into_products, b.matmul(x, b.transpose(b.input(5, 4, name="y"), order=(1, 0)))) == 2
    assert b.ops() == [OpType.MATMUL]
    b = Build()
    unchanged(
        b, absorb_into_products, b.matmul(b.transpose(b.input(4, 2, 3), order=(1, 0, 2)), b.constant(random(3, 5)))
    )


def test_what_follows_a_linear_becomes_its_epilogue_in_the_order_in_which_it_works() -> None:
    b = Build()
    x = b.input(3, 4)
    product = b.linear(x, b.constant(random(4, 5)))
    assert apply(b, fuse_chains, b.add(b.input(3, 5, name="r"), b.relu(b.add(product, b.constant(random(5)))))) == 3
    (node,) = (node for node in b.graph if node.op is OpType.LINEAR)
    assert (node.attrs["bias"], node.attrs["activation"], node.attrs["residual"]) == (True, "relu", True)


def test_an_activation_behind_a_residual_and_a_second_activation_stay_outside() -> None:
    b = Build()
    product = b.linear(b.input(3, 4), b.constant(random(4, 5)))
    apply(b, fuse_chains, b.relu(b.add(product, b.input(3, 5, name="r"))))
    assert b.ops() == [OpType.LINEAR, OpType.RELU]
    b = Build()
    apply(b, fuse_chains, b.tanh(b.relu(b.linear(b.input(3, 4), b.constant(random(4, 5))))))
    assert b.ops() == [OpType.LINEAR, OpType.TANH]
    b = Build()
    apply(b, fuse_chains, b.add(b.relu(b.linear(b.input(3, 4), b.constant(random(4, 5)))), b.constant(random(5))))
    assert b.ops() == [OpType.LINEAR, OpType.ADD]  # this late it would not be a bias


def test_a_linear_that_somebody_else_reads_that_comes_out_or_that_is_added_to_itself_stays_alone() -> None:
    for outputs in (lambda b, y: (b.relu(y), b.tanh(y)), lambda b, y: (b.relu(y), y), lambda b, y: (b.add(y, y),)):
        b = Build()
        unchanged(b, fuse_chains, *outputs(b, b.linear(b.input(3, 4), b.constant(random(4, 5)))))


def test_a_residual_that_broadcasts_is_none() -> None:
    b = Build()
    unchanged(b, fuse_chains, b.add(b.linear(b.input(3, 4), b.constant(random(4, 5))), b.input(3, 1, name="r")))
    b = Build()
    unchanged(b, fuse_chains, b.add(b.linear(b.input(1, 4), b.constant(random(4, 5))), b.input(3, 5, name="r")))


# --- attention ---


def heads(layout: str = "bhsd", **more: object) -> dict[str, object]:
    return {"layout": layout, "heads": 2, "kv_heads": 2, "head_size": 4, "causal": False, "scale": 0.5, **more}


def masked(mask: np.ndarray, rows: int = 5, keys: int = 5) -> tuple[Build, Node]:
    b = Build()
    q, k, v = (b.input(1, 2, size, 4, name=name) for name, size in (("q", rows), ("k", keys), ("v", keys)))
    return b, b.attention(q, k, v, b.constant(mask), **heads())


CAUSAL = np.tri(5, dtype=np.bool_)


@pytest.mark.parametrize("mask", [CAUSAL, CAUSAL[None, None], np.where(CAUSAL, 0, -np.inf).astype(np.float32),
                                  np.where(CAUSAL, 0, np.finfo(np.float32).min)])  # fmt: skip
def test_a_mask_that_says_causal_becomes_so(mask: np.ndarray) -> None:
    b, node = masked(mask)
    assert apply(b, causal_masks, node) == 1
    assert node.attrs["causal"]
    assert len(node.inputs) == 3


def test_a_mask_that_hides_nothing_goes() -> None:
    b, node = masked(np.ones((5, 5), np.bool_))
    assert apply(b, causal_masks, node) == 1
    assert not node.attrs["causal"]
    assert len(node.inputs) == 3


def test_more_keys_than_queries_are_causal_to_the_last_one() -> None:
    b, node = masked(np.tri(3, 5, 2, dtype=np.bool_), rows=3)
    assert apply(b, causal_masks, node) == 1
    b, node = masked(np.tri(3, 5, 0, dtype=np.bool_), rows=3)
    unchanged(b, causal_masks, node)


@pytest.mark.parametrize("at", [(0, 4), (4, 0), (2, 2), (3, 4)])
def test_a_mask_that_is_almost_causal_stays(at: tuple[int, int]) -> None:
    mask = CAUSAL.copy()
    mask[at] = not mask[at]
    b, node = masked(mask)
    unchanged(b, causal_masks, node)


def test_a_mask_that_weighs_or_is_causal_for_one_head_alone_stays() -> None:
    b, node = masked(np.where(CAUSAL, -1.0, -np.inf).astype(np.float32))
    unchanged(b, causal_masks, node)
    b, node = masked(np.stack([CAUSAL, np.ones((5, 5), np.bool_)])[None])
    unchanged(b, causal_masks, node)
    b, node = masked(CAUSAL[4:])
    assert apply(b, causal_masks, node) == 1  # that hides nothing, for all queries


def projected(b: Build, *, back: bool = True, key: Node | None = None) -> Node:
    def split(x: Node) -> Node:
        return b.transpose(b.reshape(x, shape=(2, 5, 2, 4)), order=HEADS_FIRST)

    q, k, v = (split(b.input(2, 5, 8, name=name)) for name in "qkv")
    node = b.attention(q, key or k, v, **heads())
    return b.reshape(b.transpose(node, order=HEADS_FIRST), shape=(2, 5, 8)) if back else node


def test_attention_between_projections_reads_them_where_they_lie() -> None:
    b = Build()
    assert apply(b, attention_from_projections, projected(b)) == 1
    assert set(b.ops()) <= {OpType.ATTENTION, OpType.RESHAPE}


def test_attention_whose_heads_come_out_or_whose_keys_are_no_projection_stays() -> None:
    b = Build()
    unchanged(b, attention_from_projections, projected(b, back=False))
    b = Build()
    unchanged(b, attention_from_projections, projected(b, key=b.input(2, 2, 5, 4, name="other")))


def test_keys_repeated_for_their_group_are_read_once() -> None:
    b = Build()
    q = b.input(1, 4, 5, 8, name="q")
    many = []
    for name in "kv":
        few = b.input(1, 2, 5, 8, name=name)
        wide = b.expand(b.reshape(few, shape=(1, 2, 1, 5, 8)), shape=(1, 2, 2, 5, 8))
        many.append(b.reshape(wide, shape=(1, 4, 5, 8)))
    attrs = heads(heads=4, kv_heads=4, head_size=8)
    assert apply(b, attention_from_projections, b.attention(q, *many, **attrs)) == 1
    assert b.ops() == [OpType.ATTENTION]


def linears(b: Build, **changes: object) -> list[Node]:
    x = b.input(2, 5, 8)
    nodes = []
    for name in "qkv":
        bias = [b.constant(random(8))] if name != "k" else []
        attrs = {"bias": True} if bias else {}
        nodes.append(b.linear(x, b.constant(random(8, 8)), *bias, **attrs, **(changes if name == "v" else {})))
    return nodes


def test_projections_of_one_input_become_one() -> None:
    b = Build()
    assert apply(b, merge_linears, b.attention(*linears(b), **heads("bshd", at=(0, 0, 0)))) == 1
    assert b.ops() == [OpType.LINEAR, OpType.ATTENTION]


def test_projections_with_another_reader_output_factor_activation_or_input_stay_apart() -> None:
    attrs = heads("bshd", at=(0, 0, 0))
    b = Build()
    parts = linears(b)
    unchanged(b, merge_linears, b.attention(*parts, **attrs), b.relu(parts[1]))
    b = Build()
    parts = linears(b)
    unchanged(b, merge_linears, b.attention(*parts, **attrs), parts[2])
    for changes in ({"alpha": 2.0}, {"activation": "relu"}, {"transpose_w": True}):
        b = Build()
        unchanged(b, merge_linears, b.attention(*linears(b, **changes), **attrs))
    b = Build()
    parts = [*linears(b)[:2], b.linear(b.input(2, 5, 8, name="y"), b.constant(random(8, 8)))]
    unchanged(b, merge_linears, b.attention(*parts, **attrs))
    b = Build()
    q, k, _ = linears(b)
    unchanged(b, merge_linears, b.attention(q, k, k, **attrs))


def test_gate_and_value_of_a_gated_unit_become_one() -> None:
    b = Build()
    x = b.input(3, 8)
    assert apply(b, merge_linears, b.swiglu(*(b.linear(x, b.constant(random(8, 6))) for _ in range(2)))) == 1
    assert b.ops() == [OpType.LINEAR, OpType.SWIGLU]


def rotated(b: Build, *, right: int = 4, swapped: bool = False) -> Node:
    x = b.transpose(b.reshape(b.input(2, 5, 16), shape=(2, 5, 2, 8)), order=HEADS_FIRST)
    cos, sin = (b.constant(random(1, 1, 5, 8)) for _ in range(2))
    late = b.slice(x, axis=3, start=right, stop=8, step=1)
    soon = b.slice(x, axis=3, start=0, stop=right, step=1)
    turned = b.concat(b.neg(soon), late, axis=3) if swapped else b.concat(b.neg(late), soon, axis=3)
    return b.add(b.mul(x, cos), b.mul(turned, sin))


def test_a_rotary_embedding_is_one_node_and_what_only_looks_like_it_is_not() -> None:
    b = Build()
    assert apply(b, rotary_embeddings, rotated(b)) == 1
    assert OpType.ROPE in b.ops()
    for changes in ({"right": 3}, {"swapped": True}):
        b = Build()
        unchanged(b, rotary_embeddings, rotated(b, **changes))  # type: ignore[arg-type]


# --- caches ---


def sequence_model(*, causal: bool = True, residual: bool = False) -> Graph:
    graph = Graph()
    rows = Sym.named("rows")
    x = graph.input("x", (1, rows, 8), DType.F32)
    w = [graph.constant(f"w{at}", random(8, size)) for at, size in enumerate((24, 8))]
    qkv = graph.add(OpType.LINEAR, [x, w[0]], {})
    node = graph.add(OpType.ATTENTION, [qkv] * 3, heads("bshd", at=(0, 8, 16), causal=causal))
    extra = [x] if residual else []
    graph.outputs = [graph.add(OpType.LINEAR, [node, w[1], *extra], {"residual": residual})]
    return graph


def test_the_last_row_is_cut_out_before_what_works_row_by_row() -> None:
    graph = sequence_model()
    x = random(1, 6, 8)
    (wanted,) = InterpretedExecutor(graph).run([x])
    last_row(graph, "rows")
    np.testing.assert_allclose(InterpretedExecutor(graph).run([x])[0], wanted[:, -1:], atol=1e-6)
    assert [node.op for node in graph][-2:] == [OpType.SLICE, OpType.LINEAR]
    graph = sequence_model(residual=True)
    last_row(graph, "rows")
    assert [node.op for node in graph][-1] is OpType.SLICE


def test_attention_that_sees_later_rows_cannot_be_cached() -> None:
    with pytest.raises(GraphError, match="sees later rows"):
        use_caches(sequence_model(causal=False), "rows", 16)


# --- all of them ---


def test_the_pipeline_counts_what_each_pass_did_and_drops_what_is_dead() -> None:
    b = Build()
    x = b.input(4, 8)
    b.relu(b.exp(x))
    b.graph.outputs = [gelu_nodes(b, b.add(b.matmul(x, b.constant(random(8, 8))), b.constant(random(8))))]
    made = optimize(b.graph)
    assert list(made) == list(dict.fromkeys(one.__name__ for one in DEFAULT_PIPELINE))
    assert b.ops() == [OpType.LINEAR]
    assert b.graph.outputs[0].attrs["activation"] == "gelu_tanh"
