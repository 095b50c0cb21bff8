"""Each kernel beside the registry's numpy: tails, broadcasting, empty arrays, NaN and infinity, axes, element types.

Nothing here imports torch, so that `make -C csrc check-sanitized` can run it under ASan and UBSan.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn
from runtime.executor import CompiledExecutor, InterpretedExecutor
from runtime.executor.common import InputError, evaluate
from runtime.executor.programs import one_step
from runtime.ir import DType, Graph, Node, OpType
from runtime.native import kernels
from runtime.ops import ACTIVATIONS, OPS

RNG = np.random.default_rng(0)
TOLERANCE = 1e-5
SIZES = (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65, 100)
UNARY = [op for op in OpType if 10 <= op < 20]
BINARY = [op for op in OpType if 20 <= op < 30]
EXTREMES = np.array(
    [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-45, -1e-45, 1e-38, -1e-38, 3e38, -3e38, 88.7, 89.5, -87.5, -103.0, -110.0,
     0.625, -0.625, 9.0, -9.0, 1.0, -1.0, 20.0, -20.0], np.float32,
)  # fmt: skip


def random(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape, dtype=np.float32)


def node_of(op: OpType, arrays: Sequence[np.ndarray], **attrs: Any) -> Node:
    graph = Graph()
    inputs = [graph.input(f"x{at}", array.shape, DType.of(array.dtype)) for at, array in enumerate(arrays)]
    return graph.add(op, inputs, attrs)


def check(op: OpType, *arrays: np.ndarray, tolerance: float = TOLERANCE, **attrs: Any) -> np.ndarray:
    """The kernel's result, which is numpy's, and the same bits on any number of threads."""
    arrays = tuple(map(np.asarray, arrays))  # a numpy scalar has no memory of its own
    node = node_of(op, arrays, **attrs)
    assert OPS[op].computes(node)
    kept = [array.copy() for array in arrays]
    found = one_step(node, arrays, {}, 1)
    np.testing.assert_array_equal(one_step(node, arrays, {}, 3), found)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)
    with np.errstate(all="ignore"):
        wanted = evaluate(node, arrays, {})
    assert (found.shape, found.dtype) == (wanted.shape, wanted.dtype)
    if found.dtype.kind == "f":
        np.testing.assert_allclose(found, wanted, atol=tolerance, rtol=tolerance)
    else:
        np.testing.assert_array_equal(found, wanted)
    return found


def test_every_op_that_runs_has_a_kernel_and_every_kernel_an_evaluator() -> None:
    runs = {op for op in OpType if not op.fold_only and op not in (OpType.INPUT, OpType.CONSTANT)}
    assert {int(op) for op in runs} == kernels()
    assert all(OPS[op].evaluate is not None for op in runs)


# --- element by element ---


@pytest.mark.parametrize("op", UNARY)
def test_unary_kernels_of_every_tail(op: OpType) -> None:
    for size in (*SIZES, 8192, 3 * 8192 + 5):
        check(op, np.abs(random(size)) + 0.01 if op in (OpType.SQRT, OpType.RSQRT) else random(size) * 3)
    check(op, np.abs(random(2, 3, 4)))
    check(op, np.abs(random()))


@pytest.mark.parametrize("op", UNARY)
def test_unary_kernels_at_the_edges_of_floats(op: OpType) -> None:
    for shift in range(3):  # other lanes, and in the tail
        check(op, np.concatenate([np.ones(shift, np.float32), EXTREMES]), tolerance=2e-6)


@pytest.mark.parametrize(
    ("op", "exact"),
    [(OpType.EXP, np.exp), (OpType.TANH, np.tanh), (OpType.SIGMOID, lambda x: 1 / (1 + np.exp(-x))),
     (OpType.SILU, lambda x: x / (1 + np.exp(-x)))],
)  # fmt: skip
def test_exponentials_are_exact_to_a_few_units_in_the_last_place(op: OpType, exact: Any) -> None:
    x = np.concatenate([np.linspace(-20, 20, 200_001), np.logspace(-30, 1, 1000)]).astype(np.float32)
    found, wanted = one_step(node_of(op, [x]), [x], {}, 1), exact(x.astype(np.float64))
    assert np.max(np.abs(found - wanted) / np.spacing(np.abs(wanted).astype(np.float32))) < 4


@pytest.mark.parametrize("op", [OpType.GELU, OpType.GELU_TANH])
def test_gelu_is_exact_to_a_millionth(op: OpType) -> None:
    x = np.linspace(-10, 10, 100_001, dtype=np.float32)
    wanted = evaluate(node_of(op, [x]), [x.astype(np.float64)], {})
    assert np.max(np.abs(one_step(node_of(op, [x]), [x], {}, 1) - wanted)) < 2e-6


SHAPES = stn.mutually_broadcastable_shapes(num_shapes=2, min_dims=0, max_dims=5, min_side=0, max_side=20)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(BINARY), SHAPES)
def test_binary_kernels_broadcast(op: OpType, shapes: stn.BroadcastableShapes) -> None:
    one, two = (RNG.uniform(0.5, 2, shape).astype(np.float32) for shape in shapes.input_shapes)
    check(op, one, two)


@pytest.mark.parametrize("op", BINARY)
def test_binary_kernels_at_the_edges_of_floats(op: OpType) -> None:
    one, two = np.repeat(EXTREMES, len(EXTREMES)), np.tile(EXTREMES, len(EXTREMES))
    check(op, one, two, tolerance=3e-6)
    check(op, one[:, None], EXTREMES, tolerance=3e-6)
    check(op, random(3 * 8192 + 7), np.abs(random(1)))


@settings(max_examples=60, deadline=None)
@given(stn.mutually_broadcastable_shapes(num_shapes=3, min_dims=0, max_dims=4, min_side=0, max_side=9),
       st.sampled_from([np.float32, np.float64, np.int64, np.int32, np.bool_]))  # fmt: skip
def test_where_broadcasts_all_three(shapes: stn.BroadcastableShapes, dtype: type) -> None:
    mask, one, two = shapes.input_shapes
    values = [RNG.integers(0, 2, shape).astype(dtype) for shape in (one, two)]
    check(OpType.WHERE, RNG.random(mask) > 0.5, *values)


# --- reductions and normalisation ---


@pytest.mark.parametrize("op", [OpType.SUM, OpType.MEAN, OpType.MAX])
def test_reductions_over_every_set_of_axes(op: OpType) -> None:
    for shape in ((3, 5, 7), (1, 40, 2), (33,), (2, 3, 4, 70), (600, 40)):
        x = random(*shape)
        for number in range(len(shape) + 1):
            for axes in itertools.combinations(range(len(shape)), number):
                for keep in (False, True):
                    check(op, x, axes=axes, keep=keep, tolerance=2e-4)


def test_the_sum_of_nothing_is_zero_and_its_mean_is_nan() -> None:
    assert (check(OpType.SUM, random(3, 0), axes=(1,)) == 0).all()
    with warnings.catch_warnings(action="ignore"):  # numpy's own, of the mean of nothing
        assert np.isnan(check(OpType.MEAN, random(3, 0), axes=(1,))).all()
    assert check(OpType.SUM, random(0, 3), axes=(1,)).shape == (0,)


@pytest.mark.parametrize("op", [OpType.SUM, OpType.MEAN, OpType.MAX])
def test_reductions_let_nan_and_infinity_through(op: OpType) -> None:
    for value in (np.nan, np.inf, -np.inf):
        for at in range(40):
            x = random(3, 40)
            x[1, at] = value
            check(op, x, axes=(1,))
            check(op, x, axes=(0,))


def test_argmax_gives_the_first_of_equals_and_finds_nan() -> None:
    x = RNG.integers(0, 4, (5, 6, 40)).astype(np.float32)
    for axis in range(3):
        check(OpType.ARGMAX, x, axes=(axis,))
        check(OpType.ARGMAX, x, axes=(axis,), keep=True)
    x[2, 3, 7] = x[2, 3, 20] = np.nan
    check(OpType.ARGMAX, x, axes=(2,))
    check(OpType.ARGMAX, np.full((2, 9), -np.inf, np.float32), axes=(1,))


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_softmax_over_every_axis_and_tail(axis: int) -> None:
    for size in SIZES[1:]:
        shape = [3, 4, 5]
        shape[axis] = size
        check(OpType.SOFTMAX, random(*shape) * 10, axis=axis)
    check(OpType.SOFTMAX, random(0, 4, 5) if axis else random(3, 0, 5), axis=axis)


def test_softmax_at_the_edges_of_floats() -> None:
    rows = np.array([[1e38, -1e38, 0, 3], [-np.inf, 0, 1, -np.inf], [np.nan, 1, 2, 3], [1e4, 1e4, -1e4, 0]], np.float32)
    for _ in range(3):
        check(OpType.SOFTMAX, rows, axis=1)
        rows = np.concatenate([rows, rows - 1], axis=1)
    check(OpType.SOFTMAX, np.array([[0, np.inf, 1]], np.float32), axis=1)


@pytest.mark.parametrize("op", [OpType.LAYER_NORM, OpType.RMS_NORM])
@pytest.mark.parametrize("parameters", [0, 1, 2])
def test_norms_of_every_tail(op: OpType, parameters: int) -> None:
    if op is OpType.RMS_NORM and parameters == 2:
        return
    for size in SIZES[1:]:
        check(op, random(3, 2, size) + 2, *(random(size) for _ in range(parameters)), eps=1e-5, tolerance=3e-5)
    check(op, random(0, 8), *(random(8) for _ in range(parameters)), eps=1e-5)
    check(op, random(4, 64) * 0.1 + 300, *(random(64) for _ in range(parameters)), eps=1e-5, tolerance=2e-2)


def test_norms_of_rows_of_zeros_and_with_nan() -> None:
    x = random(3, 20)
    x[0], x[1, 4] = 0, np.nan
    for op in (OpType.LAYER_NORM, OpType.RMS_NORM):
        check(op, x, eps=1e-5)


# --- products ---


@settings(max_examples=60, deadline=None)
@given(stn.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3, min_side=1), st.integers(0, 40),
       st.integers(0, 20), st.integers(0, 70), st.booleans(), st.booleans(), st.sampled_from([1.0, -0.5]))  # fmt: skip
def test_products_of_every_tail_broadcast_and_transpose(
    batches: stn.BroadcastableShapes, rows: int, inner: int, columns: int, ta: bool, tb: bool, alpha: float
) -> None:
    one, two = batches.input_shapes
    a = random(*one, *((inner, rows) if ta else (rows, inner)))
    b = random(*two, *((columns, inner) if tb else (inner, columns)))
    check(OpType.MATMUL, a, b, transpose_a=ta, transpose_b=tb, alpha=alpha)


@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_linear_with_all_that_it_does_to_its_result(activation: str, transposed: bool) -> None:
    for bias, residual in itertools.product((False, True), repeat=2):
        w = random(33, 20) if transposed else random(20, 33)
        more = [random(33)] * bias + [random(5, 33)] * residual
        attrs = {"transpose_w": transposed, "bias": bias, "residual": residual, "alpha": 0.7, "activation": activation}
        check(OpType.LINEAR, random(5, 20), w, *more, **attrs)


def linear(x: np.ndarray, w: np.ndarray, weights: DType, threads: int = 1, **attrs: Any) -> np.ndarray:
    """By a packed weight of that type."""
    graph = Graph()
    given = [graph.input("x", x.shape, DType.F32), graph.constant("w", w)]
    graph.outputs = [graph.add(OpType.LINEAR, given, attrs)]
    return CompiledExecutor(graph, threads, weights=weights).run([x])[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 47), st.integers(0, 40), st.integers(1, 100), st.booleans(),
       st.sampled_from([DType.F32, DType.BF16, DType.I8]))  # fmt: skip
def test_packed_weights_of_every_tail_and_type(
    rows: int, inner: int, columns: int, transposed: bool, dtype: DType
) -> None:
    """Weights that all three types hold exactly, so that no error of theirs can hide one of ours."""
    w = RNG.integers(-127, 128, (inner, columns)).astype(np.float32)
    if inner:
        w[0] = 127  # the scale of each column is 1
    x = random(rows, inner)
    stored = np.ascontiguousarray(w.T) if transposed else w
    one = linear(x, stored, dtype, transpose_w=transposed)
    np.testing.assert_array_equal(linear(x, stored, dtype, 3, transpose_w=transposed), one)
    np.testing.assert_allclose(one, x @ w, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 40])
def test_bf16_weights_are_rounded_to_the_nearest(rows: int) -> None:
    x, w = random(rows, 96), random(96, 50)
    bits = w.view(np.uint32).astype(np.uint64)
    rounded = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16 << 16).astype(np.uint32).view(np.float32)
    np.testing.assert_allclose(linear(x, w, DType.BF16), x @ rounded, atol=1e-4)


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 40])
def test_int8_weights_are_off_by_half_a_step_of_their_column_at_most(rows: int) -> None:
    x, w = random(rows, 96), random(96, 50) * np.logspace(-3, 3, 50).astype(np.float32)
    step = np.abs(w).max(axis=0) / 127
    found = linear(x, w, DType.I8)
    np.testing.assert_allclose(found, x @ (np.rint(w / step) * step), rtol=1e-3, atol=1e-3 * step.max())
    assert (np.abs(found - x @ w) <= np.abs(x).sum(axis=1)[:, None] * step * 0.51).all()


@pytest.mark.parametrize("dtype", [DType.F32, DType.BF16, DType.I8])
def test_a_weight_that_is_not_finite_shows_in_its_column_alone(dtype: DType) -> None:
    w = random(20, 40)
    w[3, 7], w[5, 11], w[:, 13] = np.nan, np.inf, 0
    found = linear(np.ones((2, 20), np.float32), w, dtype)
    finite = np.isfinite(found).all(axis=0)
    assert list(np.flatnonzero(~finite)) == [7, 11]
    assert (found[:, 13] == 0).all()


# --- attention ---


def heads_of(q: int, kv: int, size: int, **more: Any) -> dict[str, Any]:
    return {
        "layout": "bhsd",
        "heads": q,
        "kv_heads": kv,
        "head_size": size,
        "causal": False,
        "scale": size**-0.5,
        **more,
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(0, 70), st.sampled_from([(4, 4), (4, 2), (3, 1)]), st.sampled_from([1, 4, 16, 20, 33, 64]),
       st.sampled_from(["", "causal", "bool", "float"]))  # fmt: skip
def test_attention_of_every_tail(rows: int, keys: int, heads: tuple[int, int], size: int, mask: str) -> None:
    many, few = heads
    arrays = [random(2, many, rows, size), random(2, few, keys, size), random(2, few, keys, size)]
    if mask in ("bool", "float"):
        arrays.append(RNG.random((2, 1, rows, keys)) > 0.3 if mask == "bool" else random(1, many, rows, keys))
    if mask == "causal" and keys < rows:
        return
    check(OpType.ATTENTION, *arrays, **heads_of(many, few, size, causal=mask == "causal"))


@pytest.mark.parametrize("keys", [255, 256, 257, 700])
@pytest.mark.parametrize("rows", [1, 3, 5, 37])
@pytest.mark.parametrize("causal", [False, True])
def test_attention_over_several_tiles_of_keys(rows: int, keys: int, causal: bool) -> None:
    q, k, v = random(1, 2, rows, 16) * 4, random(1, 2, keys, 16) * 4, random(1, 2, keys, 16)
    # Scores reach 60, where a float's last digit is 4e-6: a softmax carries that into every weight.
    check(OpType.ATTENTION, q, k, v, tolerance=5 * TOLERANCE, **heads_of(2, 2, 16, causal=causal))


@pytest.mark.parametrize("rows", [1, 2, 9, 40])
def test_attention_reads_one_merged_projection(rows: int) -> None:
    qkv = random(3, rows, 5 + 4 * 8 + 2 * 8 + 2 * 8 + 3)
    check(OpType.ATTENTION, qkv, qkv, qkv, **heads_of(4, 2, 8, layout="bshd", at=(5, 37, 53), causal=True))


def test_a_query_that_sees_no_key_gives_zero_and_nan_stays() -> None:
    for rows in (1, 6):
        q, k, v = random(1, 2, rows, 8), random(1, 2, 9, 8), random(1, 2, 9, 8)
        mask = np.ones((1, 1, rows, 9), np.bool_)
        mask[..., -1, :] = False
        found = check(OpType.ATTENTION, q, k, v, mask, **heads_of(2, 2, 8))
        assert (found[:, :, -1] == 0).all()
        q[0, 1, 0, 3] = np.nan
        assert np.isnan(check(OpType.ATTENTION, q, k, v, **heads_of(2, 2, 8))[0, 1, 0]).all()


@pytest.mark.parametrize("past", [0, 1, 30, 300])
@pytest.mark.parametrize("rows", [1, 2, 5, 40])
def test_cached_attention_extends_its_caches(rows: int, past: int) -> None:
    attrs = heads_of(4, 2, 8, layout="bshd", at=(0, 32, 48), causal=True)
    qkv, caches = random(2, rows, 64), [random(2, 2, 360, 8) for _ in range(2)]
    mine, theirs = ([qkv, qkv, qkv, *(cache.copy() for cache in caches), np.array([past])] for _ in range(2))
    node = node_of(OpType.CACHED_ATTENTION, mine, **attrs)
    found = one_step(node, mine, {}, 2)
    np.testing.assert_allclose(found, evaluate(node, theirs, {}), atol=TOLERANCE)
    for cache, wanted in zip(mine[3:5], theirs[3:5], strict=True):
        np.testing.assert_array_equal(cache, wanted)


@pytest.mark.parametrize("op", [OpType.SWIGLU, OpType.GEGLU])
def test_gated_units_of_every_tail(op: OpType) -> None:
    for size in SIZES:
        check(op, random(3, size), random(3, size))
        check(op, random(3, 2 * size))


@pytest.mark.parametrize(("heads", "size", "at"), [(1, 2, 0), (3, 8, 5), (2, 34, 1), (4, 64, 0)])
def test_rotary_embedding_of_heads_within_a_projection(heads: int, size: int, at: int) -> None:
    for rows in (0, 1, 7):
        x, tables = random(2, rows, at + heads * size + 3), [random(rows, size) for _ in range(2)]
        check(OpType.ROPE, x, *tables, head_size=size, heads=heads, at=at)


# --- what only moves elements ---

TYPES = (np.float32, np.float64, np.int64, np.int32, np.bool_, np.int8)


@pytest.mark.parametrize("dtype", TYPES)
def test_moves_of_every_element_type(dtype: type) -> None:
    x = RNG.integers(0, 2 if dtype is np.bool_ else 100, (3, 4, 5, 6)).astype(dtype)
    for order in itertools.permutations(range(4)):
        check(OpType.TRANSPOSE, x, order=order)
    for axis, step in itertools.product(range(4), (1, 2, 3)):
        check(OpType.SLICE, x, axis=axis, start=1, stop=3, step=step)
        check(OpType.CONCAT, x, x[:, :, :, :], x, axis=axis)
    check(OpType.CONCAT, x, x[:, :0], x[:, 1:2].copy(), axis=1)
    check(OpType.RESHAPE, x, shape=(12, 30))
    check(OpType.EXPAND, x[:, :1].copy(), shape=(2, 3, 4, 5, 6))
    check(OpType.EXPAND, x[:1, :, :1].copy(), shape=(3, 4, 5, 6))


def test_moves_of_nothing() -> None:
    empty = random(3, 0, 4)
    check(OpType.TRANSPOSE, empty, order=(2, 0, 1))
    check(OpType.SLICE, random(3, 4), axis=1, start=2, stop=2)
    check(OpType.CONCAT, empty, empty, axis=2)
    check(OpType.RESHAPE, empty, shape=(0, 7))
    check(OpType.EXPAND, random(1, 3), shape=(0, 3))


@pytest.mark.parametrize("source", TYPES)
@pytest.mark.parametrize("target", [DType.F32, DType.F64, DType.I64, DType.I32, DType.BOOL])
def test_casts(source: type, target: DType) -> None:
    low = 0 if source is np.bool_ else -100
    check(OpType.CAST, RNG.integers(low, 100, (7, 9)).astype(source), dtype=target)
    check(OpType.CAST, np.zeros((0, 3), source), dtype=target)


def test_a_cast_of_a_large_whole_number_keeps_all_of_its_digits() -> None:
    check(OpType.CAST, np.array([2**62 + 1, -(2**53) - 1], np.int64), dtype=DType.I64)


def test_a_cast_of_what_is_no_whole_number_gives_the_least_one() -> None:
    for dtype in (np.float32, np.float64):
        x = np.array([np.nan, np.inf, -np.inf, 1e30, -3.9, 3.9], dtype)
        for target, least in ((DType.I64, -(2**63)), (DType.I32, -(2**31))):
            node = node_of(OpType.CAST, [x], dtype=target)
            assert one_step(node, [x], {}, 1).tolist() == [least] * 4 + [-3, 3]


@pytest.mark.parametrize("dtype", [np.int64, np.int32])
def test_embedding_rows(dtype: type) -> None:
    for size in (1, 3, 33):
        check(OpType.EMBEDDING, random(11, size), RNG.integers(0, 11, (4, 5)).astype(dtype))
    check(OpType.EMBEDDING, random(11, 4), np.zeros((0, 5), dtype))


@pytest.mark.parametrize("wrong", [-1, 11, 2**40])
def test_a_row_that_the_table_does_not_have_is_an_error_that_names_input_and_table(wrong: int) -> None:
    graph = Graph()
    ids, table = graph.input("ids", (3,), DType.I64), graph.constant("table", random(11, 4))
    graph.outputs = [graph.add(OpType.EMBEDDING, [table, ids])]
    executor = CompiledExecutor(graph)
    for _ in range(2):
        with pytest.raises(
            InputError, match=r"input `ids` asks for a row that `table` does not have: it has rows 0 to 10"
        ):
            executor.run([np.array([0, wrong, 3])])
        assert executor.run([np.array([0, 10, 3])])[0].shape == (3, 4)
    with pytest.raises(IndexError, match="of a table of 11 rows"):
        InterpretedExecutor(graph).run([np.array([0, wrong, 3])])


@pytest.mark.parametrize("dtype", [DType.F32, DType.BF16, DType.I8])
@pytest.mark.parametrize("rows", [1, 3, 70, 300])
def test_products_large_enough_for_several_threads_have_the_same_bits_on_any_number(rows: int, dtype: DType) -> None:
    x, w = random(rows, 520), random(520, 333)
    one = linear(x, w, dtype)
    for threads in (2, 3, 7):
        np.testing.assert_array_equal(linear(x, w, dtype, threads), one)
    check(OpType.MATMUL, random(3, rows, 100), random(100, 2000), tolerance=1e-3)


@pytest.mark.parametrize("dtype", [DType.F32, DType.BF16, DType.I8])
@pytest.mark.parametrize(("inner", "columns"), [(0, 5), (1023, 33), (1024, 64), (1025, 65), (2500, 100)])
def test_long_sums_are_taken_in_stretches_without_a_change(inner: int, columns: int, dtype: DType) -> None:
    w = (RNG.integers(-127, 128, (inner, columns)) / 64).astype(np.float32)  # 8 bits: exact in every type
    w[:1] = 127 / 64
    for rows in (1, 2, 14, 15, 16, 29, 113, 230):
        x = random(rows, inner)
        one = linear(x, w, dtype)
        np.testing.assert_allclose(one, x @ w, atol=1e-3, rtol=1e-4)
        for threads in (2, 5):
            np.testing.assert_array_equal(linear(x, w, dtype, threads), one)


def test_packed_weights_read_nothing_beyond_a_weight_of_odd_sizes() -> None:
    for inner, columns, transposed in itertools.product((1, 15, 17), (1, 31, 33), (False, True)):
        w = random(columns, inner) if transposed else random(inner, columns)
        for dtype in (DType.F32, DType.BF16, DType.I8):
            linear(random(3, inner), w, dtype, transpose_w=transposed)
