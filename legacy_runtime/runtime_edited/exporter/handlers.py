"""One handler for each operation that torch exports: `handler(build, result, *args, **kwargs)` gives what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any, TypeVar

import numpy as np

from runtime_edited.dims import Dim
from runtime_edited.ir import Array, DType, Graph, Node, OpType

Handler = Callable[..., Any]
Function = TypeVar("Function", bound=Handler)
HANDLERS: dict[str, Handler] = {}
"""By the name of the overload: `aten.add.Tensor`."""

END = 2**62
"""From here on a stop is "to the end"."""


class UnsupportedOp(Exception):
    """Something in the model that the runtime cannot do: what, where, and what it can."""


class Build:
    """Adds nodes to a graph under the name of the torch node that is being converted."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.name = ""
        self._scalars: dict[tuple[object, DType], Node] = {}

    def node(self, op: OpType, *inputs: Node, **attrs: Any) -> Node:
        """A node of that op."""
        return self.graph.add(op, inputs, attrs, self.name)

    def constant(self, value: Array) -> Node:
        """An array that the exporter made."""
        return self.graph.constant(self.name, value)

    def tensor(self, value: Any, dtype: DType) -> Node:
        """A node as it is, cast where its type is another; a number as a constant without axes."""
        if isinstance(value, Node):
            return value if value.dtype is dtype else self.node(OpType.CAST, value, dtype=dtype)
        if not isinstance(value, bool | int | float):
            raise UnsupportedOp(f"the number {value!r}: it depends on a size")
        key = (repr(value), dtype)
        if key not in self._scalars:
            self._scalars[key] = self.graph.constant("scalar", np.array(value, dtype=dtype.numpy))
        return self._scalars[key]


def handles(*names: str) -> Callable[[Function], Function]:
    """Enter a handler under these names."""

    def enter(handler: Function) -> Function:
        for name in names:
            HANDLERS[f"aten.{name}"] = handler
        return handler

    return enter


def axis_of(axis: int, rank: int) -> int:
    """Counted from the front."""
    return axis + rank if axis < 0 else axis


# --- unary ---


def _unary(op: OpType) -> Handler:
    return lambda build, result, x, *_, **__: build.node(op, build.tensor(x, result.dtype))


for _name, _op in {
    "relu": OpType.RELU, "silu": OpType.SILU, "tanh": OpType.TANH, "sigmoid": OpType.SIGMOID, "exp": OpType.EXP,
    "sqrt": OpType.SQRT, "rsqrt": OpType.RSQRT, "neg": OpType.NEG, "cos": OpType.COS, "sin": OpType.SIN, "abs": OpType.ABS,
    "log": OpType.LOG, "bitwise_not": OpType.NOT, "logical_not": OpType.NOT,
}.items():  # fmt: skip
    handles(f"{_name}.default")(_unary(_op))


@handles("gelu.default")
def _gelu(build: Build, result: Any, x: Node, approximate: str = "none") -> Node:
    return build.node(OpType.GELU_TANH if approximate == "tanh" else OpType.GELU, x)


@handles("relu_.default", "silu_.default")
def _in_place(build: Build, result: Any, x: Node) -> Node:
    raise UnsupportedOp("an operation in place: write the model without it, `inplace=False`")


# --- binary ---


def _binary(op: OpType) -> Handler:
    def handler(build: Build, result: Any, x: Any, y: Any, alpha: float = 1, **_: Any) -> Node:
        return build.node(op, build.tensor(x, result.dtype), _times(build, result, y, alpha))

    return handler


def _times(build: Build, result: Any, x: Any, alpha: float) -> Node:
    factor = build.tensor(x, result.dtype)
    return factor if alpha == 1 else build.node(OpType.MUL, factor, build.tensor(alpha, result.dtype))


def _compare(op: OpType) -> Handler:
    def handler(build: Build, result: Any, x: Any, y: Any) -> Node:
        types = {item.dtype for item in (x, y) if isinstance(item, Node)}
        floats = [dtype for dtype in types if dtype in (DType.F32, DType.F64)]
        dtype = max(floats) if floats else DType.F32 if isinstance(y, float) else max(types, key=lambda t: t.size)
        return build.node(op, build.tensor(x, dtype), build.tensor(y, dtype))

    return handler


for _name, _op in {
    "add": OpType.ADD, "sub": OpType.SUB, "mul": OpType.MUL, "div": OpType.DIV, "maximum": OpType.MAXIMUM,
    "minimum": OpType.MINIMUM, "bitwise_and": OpType.AND, "bitwise_or": OpType.OR, "logical_and": OpType.AND,
    "logical_or": OpType.OR, "__and__": OpType.AND, "__or__": OpType.OR,
}.items():  # fmt: skip
    handles(f"{_name}.Tensor", f"{_name}.Scalar", f"{_name}.default")(_binary(_op))
for _name, _op in {
    "eq": OpType.EQ, "ne": OpType.NE, "lt": OpType.LT, "le": OpType.LE, "gt": OpType.GT, "ge": OpType.GE,
}.items():  # fmt: skip
    handles(f"{_name}.Tensor", f"{_name}.Scalar")(_compare(_op))


@handles("rsub.Scalar")
def _rsub(build: Build, result: Any, x: Node, y: float, alpha: float = 1) -> Node:
    return build.node(OpType.SUB, build.tensor(y, result.dtype), _times(build, result, x, alpha))


@handles("pow.Tensor_Scalar", "pow.Tensor_Tensor")
def _pow(build: Build, result: Any, x: Node, exponent: Any) -> Node:
    return build.node(OpType.POW, build.tensor(x, result.dtype), build.tensor(exponent, result.dtype))


@handles("reciprocal.default")
def _reciprocal(build: Build, result: Any, x: Node) -> Node:
    return build.node(OpType.DIV, build.tensor(1.0, result.dtype), build.tensor(x, result.dtype))


@handles("square.default")
def _square(build: Build, result: Any, x: Node) -> Node:
    return build.node(OpType.MUL, x, x)


@handles("clamp.default", "clamp_min.default")
def _clamp(build: Build, result: Any, x: Node, low: Any = None, high: Any = None) -> Node:
    for op, bound in ((OpType.MAXIMUM, low), (OpType.MINIMUM, high)):
        x = x if bound is None else build.node(op, build.tensor(x, result.dtype), build.tensor(bound, result.dtype))
    return x


@handles("where.self", "where.ScalarOther", "where.ScalarSelf", "where.Scalar")
def _where(build: Build, result: Any, mask: Node, x: Any, y: Any) -> Node:
    return build.node(OpType.WHERE, mask, build.tensor(x, result.dtype), build.tensor(y, result.dtype))


@handles("masked_fill.Scalar", "masked_fill.Tensor")
def _masked_fill(build: Build, result: Any, x: Node, mask: Node, value: Any) -> Node:
    return build.node(OpType.WHERE, mask, build.tensor(value, result.dtype), x)


# --- reductions and normalisation ---


def _reduction(op: OpType) -> Handler:
    def handler(build: Build, result: Any, x: Node, axes: Any = None, keep: bool = False, **_: Any) -> Node:
        rank = len(x.shape)
        chosen = [axes] if isinstance(axes, int) else list(axes or range(rank))
        x = build.tensor(x, result.dtype) if op is not OpType.ARGMAX else x
        return build.node(op, x, axes=tuple(axis_of(axis, rank) for axis in chosen), keep=keep)

    return handler


handles("sum.dim_IntList", "sum.default")(_reduction(OpType.SUM))
handles("mean.dim", "mean.default")(_reduction(OpType.MEAN))
handles("amax.default")(_reduction(OpType.MAX))
handles("argmax.default")(_reduction(OpType.ARGMAX))


@handles("softmax.int", "_softmax.default")
def _softmax(build: Build, result: Any, x: Node, axis: int, *_: Any, **__: Any) -> Node:
    return build.node(OpType.SOFTMAX, build.tensor(x, result.dtype), axis=axis_of(axis, len(x.shape)))


@handles("layer_norm.default")
def _layer_norm(
    build: Build, result: Any, x: Node, shape: Sequence[int], weight: Node | None = None, bias: Node | None = None,
    eps: float = 1e-5, *_: Any,
) -> Node:  # fmt: skip
    if len(shape) != 1:
        raise UnsupportedOp(f"layer_norm over {len(shape)} axes; over the last one is supported")
    if weight is None and bias is not None:
        weight = build.constant(np.ones(shape[0], dtype=x.dtype.numpy))
    return build.node(OpType.LAYER_NORM, *(item for item in (x, weight, bias) if item is not None), eps=eps)


@handles("rms_norm.default")
def _rms_norm(
    build: Build, result: Any, x: Node, shape: Sequence[int], weight: Node | None = None, eps: float | None = None
) -> Node:
    if len(shape) != 1:
        raise UnsupportedOp(f"rms_norm over {len(shape)} axes; over the last one is supported")
    eps = float(np.finfo(x.dtype.numpy).eps) if eps is None else eps
    return build.node(OpType.RMS_NORM, *(item for item in (x, weight) if item is not None), eps=eps)


# --- BLAS ---


@handles("matmul.default", "mm.default", "bmm.default")
def _matmul(build: Build, result: Any, x: Node, y: Node) -> Node:
    if len(x.shape) < 2 or len(y.shape) < 2:
        wide = build.node(OpType.RESHAPE, x, shape=(1, *x.shape)) if len(x.shape) == 1 else x
        tall = build.node(OpType.RESHAPE, y, shape=(*y.shape, 1)) if len(y.shape) == 1 else y
        return build.node(OpType.RESHAPE, build.node(OpType.MATMUL, wide, tall), shape=result.shape)
    return build.node(OpType.MATMUL, x, y)


@handles("linear.default")
def _linear(build: Build, result: Any, x: Node, weight: Node, bias: Node | None = None) -> Node:
    inputs = [x, weight] if bias is None else [x, weight, bias]
    return build.node(OpType.LINEAR, *inputs, transpose_w=True, **({"bias": True} if bias is not None else {}))


@handles("addmm.default")
def _addmm(build: Build, result: Any, bias: Node, x: Node, weight: Node, beta: float = 1, alpha: float = 1) -> Node:
    if beta == 1 and len(bias.shape) == 1:
        return build.node(OpType.LINEAR, x, weight, bias, bias=True, **({"alpha": alpha} if alpha != 1 else {}))
    product = build.node(OpType.MATMUL, x, weight, **({"alpha": alpha} if alpha != 1 else {}))
    scaled = bias if beta == 1 else build.node(OpType.MUL, bias, build.tensor(beta, bias.dtype))
    return build.node(OpType.ADD, product, scaled)


@handles("baddbmm.default")
def _baddbmm(build: Build, result: Any, bias: Node, x: Node, y: Node, beta: float = 1, alpha: float = 1) -> Node:
    return _addmm(build, result, build.node(OpType.EXPAND, bias, shape=result.shape), x, y, beta, alpha)


@handles("scaled_dot_product_attention.default")
def _sdpa(
    build: Build, result: Any, q: Node, k: Node, v: Node, mask: Node | None = None, dropout: float = 0.0,
    is_causal: bool = False, scale: float | None = None, enable_gqa: bool = False,
) -> Node:  # fmt: skip
    for node in (q, k, v):
        if len(node.shape) != 4:
            raise UnsupportedOp(f"attention over {list(node.shape)}: [batch, heads, sequence, size] is supported")
    if q.shape[3] != v.shape[3]:
        raise UnsupportedOp(f"attention with values of another size: {q.shape[3]} and {v.shape[3]}")
    size, heads, kv_heads = (q.shape[3], q.shape[1], k.shape[1])
    if not (isinstance(size, int) and isinstance(heads, int) and isinstance(kv_heads, int)):
        raise UnsupportedOp("attention whose heads or head size differ from run to run")
    if kv_heads != heads and not enable_gqa:
        raise UnsupportedOp(f"{heads} heads with {kv_heads} keys, and enable_gqa is not said")
    if is_causal and q.shape[2] != k.shape[2]:
        mask, is_causal = build.constant(np.tri(*_numbers(q.shape[2], k.shape[2]), dtype=np.bool_)), False
    inputs = [q, k, v] if mask is None else [q, k, v, mask]
    return build.node(
        OpType.ATTENTION, *inputs, layout="bhsd", heads=heads, kv_heads=kv_heads, head_size=size, causal=is_causal,
        scale=1 / sqrt(size) if scale is None else scale,
    )  # fmt: skip


def _numbers(*sizes: Dim) -> tuple[int, ...]:
    if not all(isinstance(size, int) for size in sizes):
        raise UnsupportedOp("is_causal over a query and a key of two lengths that differ from run to run")
    return tuple(size for size in sizes if isinstance(size, int))


# --- shape ---


@handles("view.default", "reshape.default", "unsqueeze.default", "squeeze.dim", "squeeze.dims", "squeeze.default",
         "flatten.using_ints", "unflatten.int", "_unsafe_view.default")  # fmt: skip
def _reshape(build: Build, result: Any, x: Node, *_: Any) -> Node:
    return x if result.shape == x.shape else build.node(OpType.RESHAPE, x, shape=result.shape)


@handles("transpose.int")
def _transpose(build: Build, result: Any, x: Node, one: int, two: int) -> Node:
    order = list(range(len(x.shape)))
    order[one], order[two] = order[two], order[one]
    return build.node(OpType.TRANSPOSE, x, order=tuple(order))


@handles("mT.default", "matrix_H.default")
def _matrix_transpose(build: Build, result: Any, x: Node) -> Node:
    return _transpose(build, result, x, -2, -1)


@handles("t.default", "numpy_T.default")
def _t(build: Build, result: Any, x: Node) -> Node:
    return build.node(OpType.TRANSPOSE, x, order=tuple(reversed(range(len(x.shape)))))


@handles("permute.default")
def _permute(build: Build, result: Any, x: Node, order: Sequence[int]) -> Node:
    return build.node(OpType.TRANSPOSE, x, order=tuple(axis_of(axis, len(x.shape)) for axis in order))


@handles("slice.Tensor")
def _slice(
    build: Build, result: Any, x: Node, axis: int = 0, start: Any = None, stop: Any = None, step: int = 1
) -> Node:
    axis = axis_of(axis, len(x.shape))
    size = x.shape[axis]
    first = _bound(0 if start is None else start, size)
    last = size if stop is None or (isinstance(stop, int) and stop >= END) else _bound(stop, size)
    if (first, last, step) == (0, size, 1):
        return x
    return build.node(OpType.SLICE, x, axis=axis, start=first, stop=last, step=step)


def _bound(value: Dim, size: Dim) -> Dim:
    if isinstance(value, int) and value < 0:
        value = size + value
    if isinstance(value, int) and isinstance(size, int):
        return min(max(value, 0), size)
    return value


@handles("select.int")
def _select(build: Build, result: Any, x: Node, axis: int, index: Any) -> Node:
    axis = axis_of(axis, len(x.shape))
    at = _bound(index, x.shape[axis])
    taken = build.node(OpType.SLICE, x, axis=axis, start=at, stop=at + 1)
    return build.node(OpType.RESHAPE, taken, shape=result.shape)


@handles("split.Tensor", "split_with_sizes.default", "chunk.default", "split.sizes")
def _split(build: Build, result: Any, x: Node, sizes: Any, axis: int = 0) -> tuple[Node, ...]:
    axis = axis_of(axis, len(x.shape))
    parts, start = [], 0
    for shape in result.shapes:
        stop = start + shape[axis]
        whole = len(result.shapes) == 1
        parts.append(x if whole else build.node(OpType.SLICE, x, axis=axis, start=start, stop=stop))
        start = stop
    return tuple(parts)


@handles("cat.default", "concat.default")
def _cat(build: Build, result: Any, parts: Sequence[Node], axis: int = 0) -> Node:
    full = [part for part in parts if part.shape != (0,)]
    rank = len(full[0].shape)
    return build.node(OpType.CONCAT, *(build.tensor(part, result.dtype) for part in full), axis=axis_of(axis, rank))


@handles("stack.default")
def _stack(build: Build, result: Any, parts: Sequence[Node], axis: int = 0) -> Node:
    axis = axis_of(axis, len(parts[0].shape) + 1)
    wide = [build.node(OpType.RESHAPE, part, shape=(*part.shape[:axis], 1, *part.shape[axis:])) for part in parts]
    return build.node(OpType.CONCAT, *wide, axis=axis)


@handles("expand.default")
def _expand(build: Build, result: Any, x: Node, *_: Any, **__: Any) -> Node:
    return x if result.shape == x.shape else build.node(OpType.EXPAND, x, shape=result.shape)


@handles("expand_as.default")
def _expand_as(build: Build, result: Any, x: Node, other: Node) -> Node:
    return _expand(build, result, x)


@handles("repeat.default", "repeat_interleave.self_int")
def _repeat(build: Build, result: Any, x: Node, times: Any, axis: int | None = None, **_: Any) -> Node:
    if isinstance(times, int) and axis is not None:
        axis = axis_of(axis, len(x.shape))
        wide = build.node(OpType.RESHAPE, x, shape=(*x.shape[: axis + 1], 1, *x.shape[axis + 1 :]))
        shape = (*x.shape[: axis + 1], times, *x.shape[axis + 1 :])
        return build.node(OpType.RESHAPE, build.node(OpType.EXPAND, wide, shape=shape), shape=result.shape)
    shape = (*(1 for _ in range(len(times) - len(x.shape))), *x.shape)
    parts = [(1, size) for size in shape]
    wide = build.node(OpType.RESHAPE, x, shape=tuple(size for pair in parts for size in pair))
    many = tuple(item for number, size in zip(times, shape, strict=True) for item in (number, size))
    return build.node(OpType.RESHAPE, build.node(OpType.EXPAND, wide, shape=many), shape=result.shape)


@handles("embedding.default")
def _embedding(build: Build, result: Any, table: Node, ids: Node, *_: Any, **__: Any) -> Node:
    return build.node(OpType.EMBEDDING, table, ids)


@handles("contiguous.default", "clone.default", "alias.default", "detach.default", "dropout.default", "lift_fresh_copy.default",
         "detach_.default", "identity.default")  # fmt: skip
def _itself(build: Build, result: Any, x: Node, *_: Any, **__: Any) -> Node:
    return x


@handles("dropout_.default", "feature_dropout.default", "native_dropout.default")
def _training(build: Build, result: Any, x: Node, *_: Any, **__: Any) -> Node:
    raise UnsupportedOp("dropout while training: export the model after `model.eval()`")


@handles("to.dtype", "to.dtype_layout", "to.device", "to.other", "_to_copy.default", "type_as.default")
def _to(build: Build, result: Any, x: Node, *_: Any, **__: Any) -> Node:
    return build.tensor(x, result.dtype)


# --- made from nothing; folded before anything runs ---


@handles("arange.default", "arange.start", "arange.start_step")
def _arange(build: Build, result: Any, start: Any, stop: Any = None, step: Any = 1, **_: Any) -> Node:
    first, last = (0, start) if stop is None else (start, stop)
    return build.node(OpType.ARANGE, start=first, stop=last, step=step, dtype=result.dtype)


def _filled(value: float | None) -> Handler:
    def handler(build: Build, result: Any, *args: Any, **_: Any) -> Node:
        number = args[-1] if value is None else value
        return build.node(OpType.FULL, shape=result.shape, value=number, dtype=result.dtype)

    return handler


for _name in ("zeros", "new_zeros", "zeros_like"):
    handles(f"{_name}.default")(_filled(0))
for _name in ("ones", "new_ones", "ones_like"):
    handles(f"{_name}.default")(_filled(1))
for _name in ("full", "new_full", "full_like", "scalar_tensor"):
    handles(f"{_name}.default")(_filled(None))


@handles("cumsum.default")
def _cumsum(build: Build, result: Any, x: Node, axis: int, **_: Any) -> Node:
    return build.node(OpType.CUMSUM, x, axis=axis_of(axis, len(x.shape)))


@handles("diff.default")
def _diff(
    build: Build,
    result: Any,
    x: Node,
    n: int = 1,
    axis: int = -1,
    prepend: Node | None = None,
    append: Node | None = None,
) -> Node:
    axis = axis_of(axis, len(x.shape))
    parts = [part for part in (prepend, x, append) if part is not None]
    whole = x if len(parts) == 1 else build.node(OpType.CONCAT, *parts, axis=axis)
    for _ in range(n):
        size = whole.shape[axis]
        later = build.node(OpType.SLICE, whole, axis=axis, start=1, stop=size)
        sooner = build.node(OpType.SLICE, whole, axis=axis, start=0, stop=size - 1)
        op = OpType.NE if whole.dtype is DType.BOOL else OpType.SUB
        whole = build.node(op, later, sooner)
    return whole


@handles("index.Tensor")
def _index(build: Build, result: Any, x: Node, indices: Sequence[Node | None]) -> Node:
    if any(index is None for index in indices) or any(
        index.dtype is DType.BOOL for index in indices if index is not None
    ):
        raise UnsupportedOp(
            "indexing with a mask or with `:` before an index; whole numbers from the first axis on are supported"
        )
    given = [index for index in indices if index is not None]
    if len(given) == 1 and len(x.shape) == 2:
        return build.node(OpType.EMBEDDING, x, given[0])
    return build.node(OpType.INDEX, x, *given)


@handles("tril.default")
def _tril(build: Build, result: Any, x: Node, diagonal: int = 0) -> Node:
    return build.node(OpType.TRIL, x, diagonal=diagonal)


@handles("triu.default")
def _triu(build: Build, result: Any, x: Node, diagonal: int = 0) -> Node:
    return build.node(OpType.TRIU, x, diagonal=diagonal)
