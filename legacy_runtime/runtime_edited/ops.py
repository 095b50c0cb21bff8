"""What every operation is: its shape rule, its numpy evaluator, its scratch, what it may share memory with.

One table, `OPS`; nothing else in the runtime asks which operation a node is to know one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np

from runtime_edited.dims import Dim, Shape, count, resolve
from runtime_edited.ir import Array, DType, Graph, Node, OpType

Attrs = Mapping[str, Any]
Typed = tuple[Shape, DType]
Evaluator = Callable[..., Array]

MAX_RANK = 6
"""The kernels take arrays of at most so many axes."""


@dataclass(frozen=True, slots=True)
class Op:
    """One row of the registry.

    `infer(inputs, attrs)` gives shape and element type, or raises ValueError with what was expected and found.
    `evaluate(arrays, attrs)` is the numpy reference; None for what has no meaning by itself.
    `scratch(node, sizes)` is how many bytes the kernel wants beside its inputs and output, for each thread.
    `alias(node)` is the index of an input whose memory the output simply is, or None; it is asked node by node.
    `pack(node)` is what the kernel wants to know beside the arrays: whole numbers (they may depend on sizes) and floats.
    `in_place` are the inputs over which the output may be written, element by element, if nobody needs them later.
    """

    infer: Callable[[Sequence[Node], Attrs], Typed]
    evaluate: Callable[[Sequence[Array], Attrs], Array] | None
    scratch: Callable[[Node, Mapping[str, int]], int] = lambda node, sizes: 0
    alias: Callable[[Node], int | None] = lambda node: None
    in_place: tuple[int, ...] = ()
    pack: Callable[[Node], tuple[Sequence[Dim], Sequence[float]]] = lambda node: ((), ())
    moves: bool = False
    """Whether the kernel only moves elements, of whatever type. All others compute in F32."""
    typed: Mapping[int, tuple[DType, ...]] = field(default_factory=dict)
    """Inputs (and -1, the output) that the kernel takes in other types than F32."""

    def computes(self, node: Node) -> bool:
        """Whether the kernel can take the element types of this node and of its inputs."""
        types = {-1: node.dtype, **{at: given.dtype for at, given in enumerate(node.inputs)}}
        return self.moves or all(dtype in self.typed.get(at, (DType.F32,)) for at, dtype in types.items())


def infer(op: OpType, inputs: Sequence[Node], attrs: Attrs) -> Typed:
    """Shape and element type of what the op makes of these inputs. Raises ValueError where it cannot."""
    shape, dtype = OPS[op].infer(inputs, attrs)
    if len(shape) > MAX_RANK:
        raise ValueError(f"{len(shape)} axes; the kernels take {MAX_RANK}")
    return shape, dtype


# --- unary ---


def _same(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return inputs[0].shape, inputs[0].dtype


def _floating(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    if inputs[0].dtype not in (DType.F32, DType.F64):
        raise ValueError(f"a floating type is wanted, {inputs[0].dtype.name} found")
    return _same(inputs, attrs)


def _erf(x: Array) -> Array:
    """The error function, to the last bit or two of a double (W. J. Cody, Rational Chebyshev approximations, 1969)."""
    y = np.abs(x.astype(np.float64))
    small = np.minimum(y, 0.5) ** 2
    low = _ratio(small, _ERF_LOW_P, _ERF_LOW_Q)
    mid = np.clip(y, 0.46875, 4.0)
    middle = _ratio(mid, _ERF_MID_P, _ERF_MID_Q) * np.exp(-mid * mid)
    far = np.maximum(y, 4.0)
    inverse = 1.0 / (far * far)
    tail = (1.0 / sqrt(np.pi) + inverse * _ratio(inverse, _ERF_FAR_P, _ERF_FAR_Q)) / far * np.exp(-far * far)
    value = np.where(y <= 0.46875, y * low, 1.0 - np.where(y <= 4.0, middle, tail))
    return np.where(np.isnan(x), x, np.copysign(value, x))


def _ratio(x: Array, p: Sequence[float], q: Sequence[float]) -> Array:
    return np.polyval(p, x) / np.polyval(q, x)


_ERF_LOW_P = (
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3,
)
_ERF_LOW_Q = (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3)
_ERF_MID_P = (
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2,
    8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
)  # fmt: skip
_ERF_MID_Q = (
    1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
    4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
)  # fmt: skip
_ERF_FAR_P = (
    -1.63153871373020978e-2, -3.05326634961232344e-1, -3.60344899949804439e-1, -1.25781726111229246e-1,
    -1.60837851487422766e-2, -6.58749161529837803e-4,
)  # fmt: skip
_ERF_FAR_Q = (
    1.0,
    2.56852019228982242e0,
    1.87295284992346725e0,
    5.27905102951428412e-1,
    6.05183413124413191e-2,
    2.33520497626869185e-3,
)


def gelu(x: Array) -> Array:
    """`x · Φ(x)` with the exact normal distribution function."""
    return (0.5 * x * (1.0 + _erf(x / sqrt(2.0)))).astype(x.dtype)


def gelu_tanh(x: Array) -> Array:
    """`½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`."""
    return (0.5 * x * (1.0 + np.tanh(sqrt(2.0 / np.pi) * (x + 0.044715 * x * x * x)))).astype(x.dtype)


def sigmoid(x: Array) -> Array:
    """`1 / (1 + e^-x)`, without overflow."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0 / (1.0 + e), e / (1.0 + e)).astype(x.dtype)


def silu(x: Array) -> Array:
    """`x · sigmoid(x)`."""
    return (x * sigmoid(x)).astype(x.dtype)


ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "gelu": gelu,
    "gelu_tanh": gelu_tanh,
    "silu": silu,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
}
"""What a LINEAR node may do to its result, by name; the kernels know them by their place in this table."""


def _unary(function: Callable[[Array], Array], rule: Callable[[Sequence[Node], Attrs], Typed] = _floating) -> Op:
    return Op(rule, lambda arrays, attrs: np.asarray(function(arrays[0])), in_place=(0,))


# --- binary ---


def broadcast(shapes: Sequence[Shape]) -> Shape:
    """The shape that these have together. Raises ValueError where two sizes do not go together."""
    rank = max(map(len, shapes))
    together: list[Dim] = []
    for axis in range(-rank, 0):
        size: Dim = 1
        for shape in shapes:
            mine = shape[axis] if len(shape) >= -axis else 1
            if size == 1:
                size = mine
            elif mine not in (1, size):
                raise ValueError(f"shapes {[list(shape) for shape in shapes]} do not go together: {size} and {mine}")
        together.append(size)
    return tuple(together)


def _broadcasting(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    first = inputs[0].dtype
    if any(node.dtype is not first for node in inputs):
        raise ValueError(f"one element type is wanted, {', '.join(node.dtype.name for node in inputs)} found")
    return broadcast([node.shape for node in inputs]), first


def _comparing(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return broadcast([node.shape for node in inputs]), DType.BOOL


def _binary(function: Evaluator, rule: Callable[[Sequence[Node], Attrs], Typed] = _broadcasting) -> Op:
    def evaluate(arrays: Sequence[Array], attrs: Attrs) -> Array:
        result = np.asarray(function(*arrays))
        return result.astype(arrays[0].dtype, copy=False) if rule is _broadcasting else result

    return Op(rule, evaluate, in_place=(0, 1))


def _where(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    if inputs[0].dtype is not DType.BOOL or inputs[1].dtype is not inputs[2].dtype:
        raise ValueError(f"BOOL and twice one type are wanted, {', '.join(node.dtype.name for node in inputs)} found")
    return broadcast([node.shape for node in inputs]), inputs[1].dtype


# --- reductions and normalisation ---


def axes_of(attrs: Attrs, rank: int) -> tuple[int, ...]:
    """The axes that a reduction runs over, counted from the front, sorted. Raises ValueError for one that is not there."""
    given = attrs["axes"]
    found = sorted(axis + rank if axis < 0 else axis for axis in given)
    if any(not 0 <= axis < rank for axis in found) or len(set(found)) != len(found):
        raise ValueError(f"axes {list(given)} of an array of {rank} axes")
    return tuple(found)


def _reducing(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    shape = inputs[0].shape
    axes = axes_of(attrs, len(shape))
    if attrs.get("keep"):
        return tuple(1 if axis in axes else size for axis, size in enumerate(shape)), inputs[0].dtype
    return tuple(size for axis, size in enumerate(shape) if axis not in axes), inputs[0].dtype


def _reduction(function: Callable[..., Any]) -> Op:
    def evaluate(arrays: Sequence[Array], attrs: Attrs) -> Array:
        axes = axes_of(attrs, arrays[0].ndim)
        result = function(arrays[0], axis=axes, keepdims=bool(attrs.get("keep")))
        return np.asarray(result, dtype=arrays[0].dtype)

    return Op(_reducing, evaluate, pack=_pack_axes)


def _pack_axes(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    """One bit for each axis that goes."""
    return (sum(1 << axis for axis in axes_of(node.attrs, len(node.inputs[0].shape))),), ()


def _argmax_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return _reducing(inputs, attrs)[0], DType.I64


def _argmax(arrays: Sequence[Array], attrs: Attrs) -> Array:
    (axis,) = axes_of(attrs, arrays[0].ndim)
    return np.asarray(np.argmax(arrays[0], axis=axis, keepdims=bool(attrs.get("keep"))), dtype=np.int64)


def _softmax(arrays: Sequence[Array], attrs: Attrs) -> Array:
    x, axis = arrays[0], attrs["axis"]
    top = np.max(x, axis=axis, keepdims=True, initial=-np.inf)
    e = np.exp(x - np.where(np.isneginf(top), 0, top))
    with np.errstate(invalid="ignore"):
        return np.asarray(e / np.sum(e, axis=axis, keepdims=True), dtype=x.dtype)


def _softmax_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    axes_of({"axes": [attrs["axis"]]}, len(inputs[0].shape))
    return _floating(inputs, attrs)


def _norm_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    last = inputs[0].shape[-1]
    for parameter in inputs[1:]:
        if parameter.shape != (last,):
            raise ValueError(f"parameters of shape [{last}] are wanted, {list(parameter.shape)} found")
    return _floating(inputs, attrs)


def _layer_norm(arrays: Sequence[Array], attrs: Attrs) -> Array:
    x = arrays[0].astype(np.float64)
    mean = x.mean(axis=-1, keepdims=True)
    scaled = (x - mean) / np.sqrt(((x - mean) ** 2).mean(axis=-1, keepdims=True) + attrs["eps"])
    return _affine(scaled, arrays)


def _rms_norm(arrays: Sequence[Array], attrs: Attrs) -> Array:
    x = arrays[0].astype(np.float64)
    return _affine(x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + attrs["eps"]), arrays)


def _affine(scaled: Array, arrays: Sequence[Array]) -> Array:
    if len(arrays) > 1:
        scaled = scaled * arrays[1]
    if len(arrays) > 2:
        scaled = scaled + arrays[2]
    return scaled.astype(arrays[0].dtype)


# --- BLAS ---


def _matrix(shape: Shape, transposed: object) -> tuple[Dim, Dim]:
    if len(shape) < 2:
        raise ValueError(f"a matrix is wanted, {list(shape)} found")
    rows, columns = shape[-2:]
    return (columns, rows) if transposed else (rows, columns)


def _matmul_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    a, b = inputs
    rows, inner = _matrix(a.shape, attrs.get("transpose_a"))
    other, columns = _matrix(b.shape, attrs.get("transpose_b"))
    if inner != other:
        raise ValueError(f"the inner sizes differ: {inner} and {other}")
    if a.dtype is not b.dtype:
        raise ValueError(f"one element type is wanted, {a.dtype.name} and {b.dtype.name} found")
    return (*broadcast([a.shape[:-2], b.shape[:-2]]), rows, columns), a.dtype


def _swapped(x: Array, transposed: object) -> Array:
    return np.swapaxes(x, -1, -2) if transposed else x


def _matmul(arrays: Sequence[Array], attrs: Attrs) -> Array:
    a, b = _swapped(arrays[0], attrs.get("transpose_a")), _swapped(arrays[1], attrs.get("transpose_b"))
    product: Array = np.matmul(a, b)
    alpha = attrs.get("alpha", 1.0)
    return product if alpha == 1.0 else product * product.dtype.type(alpha)


def linear_parts(inputs: Sequence[Any], attrs: Attrs) -> tuple[Any, Any, Any, Any]:
    """x, weight, bias or None, residual or None of a LINEAR node."""
    rest = list(inputs[2:])
    bias = rest.pop(0) if attrs.get("bias") else None
    residual = rest.pop(0) if attrs.get("residual") else None
    if rest:
        raise ValueError(f"{len(inputs)} inputs, of which {len(rest)} have no role")
    return inputs[0], inputs[1], bias, residual


def _linear_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    x, weight, bias, residual = linear_parts(inputs, attrs)
    if len(weight.shape) != 2:
        raise ValueError(f"a weight of two axes is wanted, {list(weight.shape)} found")
    inner, columns = _matrix(weight.shape, attrs.get("transpose_w"))
    if not x.shape or x.shape[-1] != inner:
        raise ValueError(
            f"the last size of the input is {x.shape[-1] if x.shape else 'none'}, the weight wants {inner}"
        )
    shape = (*x.shape[:-1], columns)
    if bias is not None and bias.shape != (columns,):
        raise ValueError(f"a bias of shape [{columns}] is wanted, {list(bias.shape)} found")
    if residual is not None and residual.shape != shape:
        raise ValueError(f"a residual of shape {list(shape)} is wanted, {list(residual.shape)} found")
    if attrs.get("activation", "") not in ACTIVATIONS:
        raise ValueError(f"no activation `{attrs['activation']}`; known are {', '.join(filter(None, ACTIVATIONS))}")
    return shape, x.dtype


def _linear(arrays: Sequence[Array], attrs: Attrs) -> Array:
    """`activation(alpha · x @ w + bias) + residual`."""
    x, weight, bias, residual = linear_parts(arrays, attrs)
    result = np.matmul(x, _swapped(weight, attrs.get("transpose_w")))
    if attrs.get("alpha", 1.0) != 1.0:
        result = result * result.dtype.type(attrs["alpha"])
    if bias is not None:
        result = result + bias
    result = ACTIVATIONS[attrs.get("activation", "")](result)
    return result if residual is None else result + residual


def _pack_linear(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    attrs = node.attrs
    activation = list(ACTIVATIONS).index(attrs.get("activation", ""))
    flags = [bool(attrs.get(name)) for name in ("transpose_w", "bias", "residual")]
    return (*map(int, flags), activation), (attrs.get("alpha", 1.0),)


PANEL = 32
"""The most columns of a panel of csrc_edited/matmul.c."""


def _linear_scratch(node: Node, sizes: Mapping[str, int]) -> int:
    """One panel, for a weight that is not packed beforehand: constants are."""
    if node.inputs[1].op is OpType.CONSTANT:
        return 0
    return 4 * PANEL * resolve(node.inputs[0].shape[-1:], sizes)[0]


def _matmul_scratch(node: Node, sizes: Mapping[str, int]) -> int:
    """One panel of b, and all of a where it is transposed."""
    a = node.inputs[0].shape
    rows, inner = resolve(_matrix(a, node.attrs.get("transpose_a")), sizes)
    return 4 * inner * (PANEL + (rows if node.attrs.get("transpose_a") else 0))


def _pack_matmul(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    flags = [bool(node.attrs.get(name)) for name in ("transpose_a", "transpose_b")]
    return tuple(map(int, flags)), (node.attrs.get("alpha", 1.0),)


# --- shape ---


def _reshape_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    shape = tuple(attrs["shape"])
    if count(shape) != count(inputs[0].shape):
        raise ValueError(
            f"{list(inputs[0].shape)} has {count(inputs[0].shape)} elements, {list(shape)} has {count(shape)}"
        )
    return shape, inputs[0].dtype


def _transpose_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    shape, order = inputs[0].shape, attrs["order"]
    if sorted(order) != list(range(len(shape))):
        raise ValueError(f"{list(order)} is no order of {len(shape)} axes")
    return tuple(shape[axis] for axis in order), inputs[0].dtype


def _slice_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    shape, axis = list(inputs[0].shape), attrs["axis"]
    start, stop, step = attrs["start"], attrs["stop"], attrs.get("step", 1)
    if not 0 <= axis < len(shape):
        raise ValueError(f"axis {axis} of an array of {len(shape)} axes")
    if step < 1:
        raise ValueError(f"a step of {step}; 1 or more is wanted")
    span = stop - start
    if all(isinstance(value, int) for value in (span, shape[axis])) and not 0 <= start <= stop <= shape[axis]:
        raise ValueError(f"{start}:{stop} of {shape[axis]}")
    shape[axis] = span if step == 1 else (span + step - 1) // step
    return tuple(shape), inputs[0].dtype


def _slice(arrays: Sequence[Array], attrs: Attrs) -> Array:
    index = [slice(None)] * arrays[0].ndim
    index[attrs["axis"]] = slice(attrs["start"], attrs["stop"], attrs.get("step", 1))
    return arrays[0][tuple(index)]


def _pack_slice(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    attrs = node.attrs
    return (attrs["axis"], attrs["start"], attrs["stop"], attrs.get("step", 1)), ()


def _pack_axis(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    return (node.attrs["axis"],), ()


def _pack_eps(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    return (), (node.attrs["eps"],)


def slice_offset(node: Node) -> Dim:
    """Where a contiguous SLICE begins in its input, in elements."""
    start: Dim = node.attrs["start"]
    return start * count(node.inputs[0].shape[node.attrs["axis"] + 1 :])


def is_contiguous_slice(node: Node) -> bool:
    """Whether a SLICE takes one run of its input's memory: only sizes of 1 stand before its axis, and its step is 1."""
    before = node.inputs[0].shape[: node.attrs["axis"]]
    return node.attrs.get("step", 1) == 1 and all(size == 1 for size in before)


def _concat_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    axis, first = attrs["axis"], inputs[0]
    if not 0 <= axis < len(first.shape):
        raise ValueError(f"axis {axis} of an array of {len(first.shape)} axes")
    total: Dim = 0
    for node in inputs:
        alike = node.shape[:axis] + node.shape[axis + 1 :] == first.shape[:axis] + first.shape[axis + 1 :]
        if len(node.shape) != len(first.shape) or not alike or node.dtype is not first.dtype:
            raise ValueError(f"{list(first.shape)} and {list(node.shape)} cannot be joined along axis {axis}")
        total = total + node.shape[axis]
    return (*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype


def _expand_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    shape = tuple(attrs["shape"])
    if broadcast([inputs[0].shape, shape]) != shape:
        raise ValueError(f"{list(inputs[0].shape)} does not become {list(shape)}")
    return shape, inputs[0].dtype


def _embedding_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    table, ids = inputs
    if len(table.shape) != 2 or ids.dtype not in (DType.I64, DType.I32):
        raise ValueError(f"a table and whole numbers are wanted, {list(table.shape)} and {ids.dtype.name} found")
    return (*ids.shape, table.shape[1]), table.dtype


def _embedding(arrays: Sequence[Array], attrs: Attrs) -> Array:
    table, ids = arrays
    if ids.size and (ids.min() < 0 or ids.max() >= len(table)):
        wrong = ids[(ids < 0) | (ids >= len(table))].flat[0]
        raise IndexError(f"row {wrong} of a table of {len(table)} rows")
    return np.asarray(table[ids])


def _cast_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return inputs[0].shape, attrs["dtype"]


# --- fused ---


@dataclass(frozen=True, slots=True)
class Heads:
    """How an ATTENTION node reads its three inputs.

    `bhsd`: each is [batch, heads, sequence, size]. `bshd`: each is [batch, sequence, columns], in which the heads begin at
    column `at`; all three may then be one merged projection. The output has the same layout.
    """

    layout: str
    heads: int
    kv_heads: int
    size: int
    at: tuple[int, int, int] = (0, 0, 0)

    @staticmethod
    def of(attrs: Attrs) -> Heads:
        """What the attributes say."""
        return Heads(
            attrs["layout"], attrs["heads"], attrs["kv_heads"], attrs["head_size"], tuple(attrs.get("at", (0, 0, 0)))
        )

    def split(self, arrays: Sequence[Array]) -> tuple[Array, Array, Array]:
        """Query, key and value as [batch, heads, sequence, size], keys and values repeated for their groups."""
        if self.layout == "bhsd":
            q, k, v = arrays[:3]
        else:
            q, k, v = (
                x[..., at : at + heads * self.size].reshape(*x.shape[:2], heads, self.size).transpose(0, 2, 1, 3)
                for x, at, heads in zip(arrays, self.at, (self.heads, self.kv_heads, self.kv_heads), strict=False)
            )
        group = self.heads // self.kv_heads
        return q, np.repeat(k, group, axis=1), np.repeat(v, group, axis=1)


TILE, FEW = 256, 3
"""The keys of one tile of csrc_edited/attention.c, and how many queries are so few that it takes them one by one."""


def _attention_scratch(node: Node, sizes: Mapping[str, int]) -> int:
    """A block of queries, the scores of a tile, the sums, and the values' last columns where they do not fill a panel.

    For few queries: the scores of a tile and the sums of one.
    """
    size: int = node.attrs["head_size"]
    layout = node.attrs["layout"]
    (queries,) = resolve(node.inputs[0].shape[1:2] if layout == "bshd" else node.inputs[0].shape[2:3], sizes)
    if queries <= FEW:
        return 4 * (TILE + size)
    return 4 * PANEL * (size + TILE + -(-size // PANEL) * PANEL + (TILE if size % PANEL else 0))


ATTENTION_FLAGS = (7, 8)
"""Which of the numbers packed for an ATTENTION node say that it is causal, and that it has a mask."""


def _pack_attention(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    heads = Heads.of(node.attrs)
    layout = int(heads.layout == "bshd")
    flags = (int(bool(node.attrs.get("causal"))), int(len(node.inputs) == 4))
    return (layout, heads.heads, heads.kv_heads, heads.size, *heads.at, *flags), (node.attrs["scale"],)


def _attention_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    heads = Heads.of(attrs)
    q, k, v = inputs[:3]
    if min(heads.heads, heads.kv_heads, heads.size) < 1 or min(heads.at) < 0 or len(heads.at) != 3:
        raise ValueError(f"{heads} cannot be")
    if heads.heads % heads.kv_heads:
        raise ValueError(f"{heads.heads} heads cannot share {heads.kv_heads} keys")
    if heads.layout == "bhsd":
        wanted = [(heads.heads, heads.size), (heads.kv_heads, heads.size), (heads.kv_heads, heads.size)]
        found = [(node.shape[1], node.shape[3]) if len(node.shape) == 4 else () for node in (q, k, v)]
        if found != wanted or k.shape != v.shape or q.shape[0] != k.shape[0]:
            raise ValueError(f"{[list(node.shape) for node in (q, k, v)]} do not fit {heads}")
        return q.shape, q.dtype
    for node, at, number in zip((q, k, v), heads.at, (heads.heads, heads.kv_heads, heads.kv_heads), strict=True):
        last = node.shape[2] if len(node.shape) == 3 else None
        if not isinstance(last, int) or at + number * heads.size > last:
            raise ValueError(f"{list(node.shape)} does not hold {number} heads of {heads.size} from column {at}")
    if k.shape[:2] != v.shape[:2] or q.shape[0] != k.shape[0]:
        raise ValueError(f"{[list(node.shape) for node in (q, k, v)]} do not belong together")
    return (q.shape[0], q.shape[1], heads.heads * heads.size), q.dtype


def _attention(arrays: Sequence[Array], attrs: Attrs) -> Array:
    """`softmax(scale · q kᵀ + mask) v`. With `causal`, query i of s sees keys up to i + (t - s): the last sees all.

    A query that sees no key gives 0.
    """
    heads = Heads.of(attrs)
    q, k, v = heads.split(arrays)
    scores = np.matmul(q, np.swapaxes(k, -1, -2)) * q.dtype.type(attrs["scale"])
    if len(arrays) > 3:
        mask = arrays[3]
        scores = np.where(mask, scores, -np.inf) if mask.dtype == np.bool_ else scores + mask
    if attrs.get("causal"):
        rows, columns = scores.shape[-2:]
        scores = np.where(np.tri(rows, columns, columns - rows, dtype=np.bool_), scores, -np.inf)
    unseen = np.all(np.isneginf(scores), axis=-1, keepdims=True)
    weights = np.where(unseen, 0, _softmax([scores.astype(q.dtype)], {"axis": -1}))
    result: Array = np.matmul(weights.astype(q.dtype), v)
    if heads.layout == "bhsd":
        return result
    batch, _, rows, _ = result.shape
    return np.ascontiguousarray(result.transpose(0, 2, 1, 3)).reshape(batch, rows, heads.heads * heads.size)


def _cached_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    q, k, v, keys, values, past = inputs
    heads = Heads.of(attrs)
    wanted = (k.shape[0], heads.kv_heads, keys.shape[2] if len(keys.shape) == 4 else 0, heads.size)
    if keys.shape != wanted or values.shape != wanted or past.shape != (1,) or past.dtype is not DType.I64:
        raise ValueError(
            f"caches {[list(keys.shape), list(values.shape)]} and past {list(past.shape)} do not fit {heads}"
        )
    return _attention_rule([q, k, v], attrs)


def _cached(arrays: Sequence[Array], attrs: Attrs) -> Array:
    """Attention over the keys and values of earlier runs and of this one, which are written into the caches behind them."""
    heads = Heads.of(attrs)
    past = int(arrays[5][0])
    many = arrays[1].shape[1]
    own = zip(arrays[1:3], heads.at[1:], arrays[3:5], strict=True)
    for rows, at, cache in own:
        new = rows[..., at : at + heads.kv_heads * heads.size].reshape(*rows.shape[:2], heads.kv_heads, heads.size)
        cache[:, :, past : past + many] = new.transpose(0, 2, 1, 3)
    batch, rows_ = arrays[0].shape[:2]
    at = heads.at[0]
    q = arrays[0][..., at : at + heads.heads * heads.size].reshape(batch, rows_, heads.heads, heads.size)
    seen = [cache[:, :, : past + many] for cache in arrays[3:5]]
    told = {**attrs, "layout": "bhsd", "causal": True}
    result = _attention([q.transpose(0, 2, 1, 3), *seen], told)
    return np.ascontiguousarray(result.transpose(0, 2, 1, 3)).reshape(batch, rows_, heads.heads * heads.size)


def _gated_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    """One input of which the first half is the gate, or a gate and a value."""
    if len(inputs) == 2:
        return _broadcasting(inputs, attrs)
    last = inputs[0].shape[-1]
    return (*inputs[0].shape[:-1], last // 2), inputs[0].dtype


def _gated(activation: Callable[[Array], Array]) -> Op:
    def evaluate(arrays: Sequence[Array], attrs: Attrs) -> Array:
        gate, value = arrays if len(arrays) == 2 else np.split(arrays[0], 2, axis=-1)
        return np.asarray(activation(gate) * value)

    return Op(_gated_rule, evaluate, in_place=(0, 1))


def _rope_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    x, cos, sin = inputs
    size, heads, at = attrs["head_size"], attrs["heads"], attrs.get("at", 0)
    if min(heads, size) < 1 or at < 0 or size % 2:
        raise ValueError(f"{heads} heads of {size} from column {at}")
    if len(x.shape) != 3 or not isinstance(x.shape[2], int) or at + heads * size > x.shape[2]:
        raise ValueError(f"{list(x.shape)} does not hold {heads} heads of {size} from column {at}")
    if cos.shape != (x.shape[1], size) or sin.shape != cos.shape:
        raise ValueError(
            f"tables of shape {[x.shape[1], size]} are wanted, {list(cos.shape)} and {list(sin.shape)} found"
        )
    return (*x.shape[:2], heads * size), x.dtype


def _rope(arrays: Sequence[Array], attrs: Attrs) -> Array:
    """Rotary embedding of the heads from column `at` on, by tables [sequence, size], halves rotated (GPT-NeoX's way)."""
    x, cos, sin = arrays
    size, number, at = attrs["head_size"], attrs["heads"], attrs.get("at", 0)
    heads = x[..., at : at + number * size].reshape(*x.shape[:2], number, size)
    left, right = heads[..., : size // 2], heads[..., size // 2 :]
    turned = np.concatenate([-right, left], axis=-1)
    result = np.asarray(heads * cos[:, None, :] + turned * sin[:, None, :], dtype=x.dtype)
    return result.reshape(*x.shape[:2], number * size)


def _pack_rope(node: Node) -> tuple[Sequence[Dim], Sequence[float]]:
    return (node.attrs["head_size"], node.attrs["heads"], node.attrs.get("at", 0)), ()


# --- folded before anything runs ---


def _arange_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    span = attrs["stop"] - attrs["start"]
    step = attrs.get("step", 1)
    return ((span if step == 1 else -(-span // step)),), attrs["dtype"]


def _arange(arrays: Sequence[Array], attrs: Attrs) -> Array:
    return np.arange(attrs["start"], attrs["stop"], attrs.get("step", 1), dtype=attrs["dtype"].numpy)


def _full_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return tuple(attrs["shape"]), attrs["dtype"]


def _full(arrays: Sequence[Array], attrs: Attrs) -> Array:
    return np.full(attrs["shape"], attrs["value"], dtype=attrs["dtype"].numpy)


def _cumsum_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    return inputs[0].shape, DType.I64 if inputs[0].dtype is DType.BOOL else inputs[0].dtype


def _cumsum(arrays: Sequence[Array], attrs: Attrs) -> Array:
    x = arrays[0].astype(np.int64) if arrays[0].dtype == np.bool_ else arrays[0]
    return np.cumsum(x, axis=attrs["axis"], dtype=x.dtype)


def _index_rule(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    if any(node.dtype not in (DType.I64, DType.I32) for node in inputs[1:]):
        raise ValueError("whole numbers are wanted as indices")
    places = broadcast([node.shape for node in inputs[1:]])
    return (*places, *inputs[0].shape[len(inputs) - 1 :]), inputs[0].dtype


def _triangle(function: Callable[..., Array]) -> Op:
    return Op(_same, lambda arrays, attrs: function(arrays[0], attrs.get("diagonal", 0)))


def _no_inputs(inputs: Sequence[Node], attrs: Attrs) -> Typed:
    raise ValueError("it has a shape of its own: it is made by Graph.input or Graph.constant")


OPS: Mapping[OpType, Op] = {
    OpType.INPUT: Op(_no_inputs, None),
    OpType.CONSTANT: Op(_no_inputs, None),
    OpType.RELU: _unary(lambda x: np.maximum(x, 0)),
    OpType.GELU: _unary(gelu),
    OpType.GELU_TANH: _unary(gelu_tanh),
    OpType.SILU: _unary(silu),
    OpType.TANH: _unary(np.tanh),
    OpType.SIGMOID: _unary(sigmoid),
    OpType.EXP: _unary(np.exp),
    OpType.SQRT: _unary(np.sqrt),
    OpType.RSQRT: _unary(lambda x: 1 / np.sqrt(x)),
    OpType.NEG: _unary(np.negative, _same),
    OpType.ADD: _binary(np.add),
    OpType.SUB: _binary(np.subtract),
    OpType.MUL: _binary(np.multiply),
    OpType.DIV: _binary(np.divide),
    OpType.POW: _binary(np.power),
    OpType.MAXIMUM: _binary(np.maximum),
    OpType.MINIMUM: _binary(np.minimum),
    OpType.SUM: _reduction(np.sum),
    OpType.MEAN: _reduction(np.mean),
    OpType.MAX: _reduction(np.max),
    OpType.ARGMAX: Op(_argmax_rule, _argmax, pack=_pack_axes, typed={-1: (DType.I64,)}),
    OpType.MATMUL: Op(_matmul_rule, _matmul, scratch=_matmul_scratch, pack=_pack_matmul),
    OpType.RESHAPE: Op(
        _reshape_rule, lambda arrays, attrs: arrays[0].reshape(attrs["shape"]), alias=lambda node: 0, moves=True
    ),
    OpType.TRANSPOSE: Op(
        _transpose_rule,
        lambda arrays, attrs: arrays[0].transpose(attrs["order"]),
        pack=lambda node: (node.attrs["order"], ()),
        moves=True,
    ),
    OpType.SLICE: Op(
        _slice_rule, _slice, alias=lambda node: 0 if is_contiguous_slice(node) else None, pack=_pack_slice, moves=True
    ),
    OpType.CONCAT: Op(
        _concat_rule, lambda arrays, attrs: np.concatenate(arrays, axis=attrs["axis"]), pack=_pack_axis, moves=True
    ),
    OpType.EXPAND: Op(_expand_rule, lambda arrays, attrs: np.broadcast_to(arrays[0], attrs["shape"]), moves=True),
    OpType.EMBEDDING: Op(_embedding_rule, _embedding, typed={1: (DType.I64, DType.I32)}),
    OpType.CAST: Op(_cast_rule, lambda arrays, attrs: arrays[0].astype(attrs["dtype"].numpy), moves=True),
    OpType.WHERE: Op(_where, lambda arrays, attrs: np.where(*arrays), moves=True),
    OpType.SOFTMAX: Op(_softmax_rule, _softmax, in_place=(0,), pack=_pack_axis),
    OpType.LAYER_NORM: Op(_norm_rule, _layer_norm, in_place=(0,), pack=_pack_eps),
    OpType.RMS_NORM: Op(_norm_rule, _rms_norm, in_place=(0,), pack=_pack_eps),
    OpType.LINEAR: Op(_linear_rule, _linear, scratch=_linear_scratch, pack=_pack_linear),
    OpType.ATTENTION: Op(
        _attention_rule,
        _attention,
        scratch=_attention_scratch,
        pack=_pack_attention,
        typed={3: (DType.F32, DType.BOOL)},
    ),
    OpType.GEGLU: _gated(gelu_tanh),
    OpType.SWIGLU: _gated(silu),
    OpType.ROPE: Op(_rope_rule, _rope, in_place=(0,), pack=_pack_rope),
    OpType.CACHED_ATTENTION: Op(
        _cached_rule, _cached, scratch=_attention_scratch, pack=_pack_attention, typed={5: (DType.I64,)}
    ),
    OpType.ARANGE: Op(_arange_rule, _arange),
    OpType.FULL: Op(_full_rule, _full),
    OpType.CUMSUM: Op(_cumsum_rule, _cumsum),
    OpType.INDEX: Op(_index_rule, lambda arrays, attrs: np.asarray(arrays[0][tuple(arrays[1:])])),
    OpType.EQ: _binary(np.equal, _comparing),
    OpType.NE: _binary(np.not_equal, _comparing),
    OpType.LT: _binary(np.less, _comparing),
    OpType.LE: _binary(np.less_equal, _comparing),
    OpType.GT: _binary(np.greater, _comparing),
    OpType.GE: _binary(np.greater_equal, _comparing),
    OpType.AND: _binary(np.logical_and, _comparing),
    OpType.OR: _binary(np.logical_or, _comparing),
    OpType.NOT: _unary(np.logical_not, _same),
    OpType.COS: _unary(np.cos),
    OpType.SIN: _unary(np.sin),
    OpType.TRIL: _triangle(np.tril),
    OpType.TRIU: _triangle(np.triu),
    OpType.ABS: _unary(np.abs, _same),
    OpType.LOG: _unary(np.log),
}


def sized(graph: Graph) -> set[Node]:
    """The nodes that depend on no input, but on constants and sizes: they are evaluated once for each binding."""
    found: set[Node] = set()
    for node in graph:
        if node.op is OpType.CONSTANT or (node.op is not OpType.INPUT and all(given in found for given in node.inputs)):
            found.add(node)
    return {node for node in found if node.op is not OpType.CONSTANT}
