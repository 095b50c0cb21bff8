"""The graph: nodes with one output each, in an order that runs."""

from enum import IntEnum

import numpy as np


class OpType(IntEnum):
    # Numbered as they came. csrc/ops.h has the same numbers, keep both in step.
    INPUT = 0
    CONSTANT = 1
    ADD = 2
    SUB = 3
    MUL = 4
    DIV = 5
    MATMUL = 6
    RELU = 7
    SOFTMAX = 8
    RESHAPE = 9
    TRANSPOSE = 10
    LAYER_NORM = 11
    TANH = 12
    POW = 13
    EXP = 14
    SQRT = 15
    MEAN = 16
    SUM = 17
    LINEAR = 18
    GELU_TANH = 19
    GELU = 20
    SLICE = 21
    CONCAT = 22
    BIAS_RELU = 23
    SIGMOID = 24
    SILU = 25
    EMBEDDING = 26
    NEG = 27
    EXPAND = 28
    MAX = 29


class DType(IntEnum):
    F32 = 0
    I64 = 1
    BOOL = 2
    F64 = 3
    I32 = 4

    @property
    def numpy(self):
        return np.dtype(_NUMPY_TYPES[self])

    @property
    def size(self):
        return self.numpy.itemsize

    @staticmethod
    def of(dtype):
        for known, name in _NUMPY_TYPES.items():
            if np.dtype(name) == np.dtype(dtype):
                return known
        raise TypeError("unsupported element type %s" % np.dtype(dtype))


_NUMPY_TYPES = {
    DType.F32: "float32",
    DType.I64: "int64",
    DType.BOOL: "bool",
    DType.F64: "float64",
    DType.I32: "int32",
}

UNARY = (
    OpType.RELU,
    OpType.TANH,
    OpType.EXP,
    OpType.SQRT,
    OpType.GELU_TANH,
    OpType.GELU,
    OpType.SIGMOID,
    OpType.SILU,
    OpType.NEG,
)
BINARY = (OpType.ADD, OpType.SUB, OpType.MUL, OpType.DIV, OpType.POW)
REDUCTIONS = (OpType.MEAN, OpType.SUM, OpType.MAX)


class GraphError(Exception):
    """The graph cannot be built or run."""


class Node:
    def __init__(self, name, op, inputs, shape, dtype, attrs=None, value=None):
        self.name = name
        self.op = op
        self.inputs = inputs
        self.shape = shape
        self.dtype = dtype
        self.attrs = attrs if attrs is not None else {}
        self.value = value

    def __repr__(self):
        return "%" + self.name


class Graph:
    def __init__(self):
        self.nodes = []
        self.inputs = []
        self.outputs = []
        self._names = set()

    def __iter__(self):
        return iter(self.nodes)

    def __len__(self):
        return len(self.nodes)

    def fresh(self, name):
        chosen = name
        count = 1
        while chosen in self._names:
            chosen = "%s_%d" % (name, count)
            count += 1
        self._names.add(chosen)
        return chosen

    def input(self, name, shape, dtype):
        node = self._append(Node(self.fresh(name), OpType.INPUT, [], tuple(shape), dtype))
        self.inputs.append(node)
        return node

    def constant(self, name, value, before=None):
        dtype = DType.of(value.dtype)
        node = Node(self.fresh(name), OpType.CONSTANT, [], tuple(value.shape), dtype, value=value)
        return self._append(node, before)

    def add(self, op, inputs, attrs=None, name="", before=None):
        inputs = list(inputs)
        attrs = dict(attrs or {})
        label = self.fresh(name or op.name.lower())
        try:
            shape, dtype = infer_shape(op, inputs, attrs)
        except (ValueError, KeyError, IndexError) as e:
            raise GraphError("%%%s = %s(%s): %s" % (label, op.name, inputs, e))
        return self._append(Node(label, op, inputs, shape, dtype, attrs), before)

    def users(self):
        found = {}
        for node in self.nodes:
            found.setdefault(node, [])
            for i in node.inputs:
                found.setdefault(i, []).append(node)
        return found

    def replace(self, old, new):
        for node in self.nodes:
            node.inputs = [new if i is old else i for i in node.inputs]
        self.outputs = [new if o is old else o for o in self.outputs]

    def prune(self):
        needed = set(self.inputs)
        stack = list(self.outputs)
        while stack:
            node = stack.pop()
            if node not in needed:
                needed.add(node)
                stack.extend(node.inputs)
        before = len(self.nodes)
        self._names -= set(n.name for n in self.nodes if n not in needed)
        self.nodes = [n for n in self.nodes if n in needed]
        return before - len(self.nodes)

    def check(self):
        seen = set()
        for node in self.nodes:
            for i in node.inputs:
                if i not in seen:
                    raise GraphError("%r reads %r, which does not come before it" % (node, i))
            seen.add(node)
        for node in self.outputs:
            if node not in seen:
                raise GraphError("output %r is not in the graph" % node)

    def __str__(self):
        lines = []
        for n in self.nodes:
            args = ", ".join(map(repr, n.inputs))
            attrs = "".join(", %s=%s" % item for item in n.attrs.items())
            lines.append("%r: %s%s = %s(%s%s)" % (n, n.dtype.name, list(n.shape), n.op.name, args, attrs))
        lines.append("return " + ", ".join(map(repr, self.outputs)))
        return "\n".join(lines)

    def _append(self, node, before=None):
        if before is None:
            self.nodes.append(node)
        else:
            self.nodes.insert(self.nodes.index(before), node)
        return node


def infer_shape(op, inputs, attrs):
    """Shape and dtype of a new node. One branch for each op; executor.c believes what this says."""
    x = inputs[0]
    if op in UNARY:
        return x.shape, x.dtype
    elif op in BINARY:
        if inputs[1].dtype != x.dtype:
            raise ValueError("%s and %s do not mix" % (x.dtype.name, inputs[1].dtype.name))
        return broadcast(x.shape, inputs[1].shape), x.dtype
    elif op == OpType.BIAS_RELU:
        if inputs[1].shape != x.shape[-1:]:
            raise ValueError("bias %s for %s" % (list(inputs[1].shape), list(x.shape)))
        return x.shape, x.dtype
    elif op == OpType.MATMUL:
        a, b = list(x.shape), list(inputs[1].shape)
        if len(a) < 2 or len(b) < 2:
            raise ValueError("matrices expected, got %s and %s" % (a, b))
        if attrs.get("transpose_a"):
            a[-2], a[-1] = a[-1], a[-2]
        if attrs.get("transpose_b"):
            b[-2], b[-1] = b[-1], b[-2]
        if a[-1] != b[-2]:
            raise ValueError("inner sizes %d and %d" % (a[-1], b[-2]))
        return broadcast(tuple(a[:-2]), tuple(b[:-2])) + (a[-2], b[-1]), x.dtype
    elif op == OpType.LINEAR:
        w = inputs[1].shape
        if len(w) != 2:
            raise ValueError("weight %s" % list(w))
        rows, columns = (w[1], w[0]) if attrs.get("transpose_w") else w
        if x.shape[-1] != rows:
            raise ValueError("inner sizes %d and %d" % (x.shape[-1], rows))
        if attrs.get("bias") and inputs[2].shape != (columns,):
            raise ValueError("bias %s" % list(inputs[2].shape))
        return x.shape[:-1] + (columns,), x.dtype
    elif op == OpType.SOFTMAX:
        _axis(attrs["axis"], len(x.shape))
        return x.shape, x.dtype
    elif op == OpType.LAYER_NORM:
        for p in inputs[1:]:
            if p.shape != x.shape[-1:]:
                raise ValueError("parameter %s for %s" % (list(p.shape), list(x.shape)))
        return x.shape, x.dtype
    elif op in REDUCTIONS:
        axes = [_axis(a, len(x.shape)) for a in attrs["axes"]]
        if attrs.get("keep"):
            return tuple(1 if i in axes else d for i, d in enumerate(x.shape)), x.dtype
        return tuple(d for i, d in enumerate(x.shape) if i not in axes), x.dtype
    elif op == OpType.RESHAPE:
        shape = tuple(attrs["shape"])
        if size_of(shape) != size_of(x.shape):
            raise ValueError("%s does not become %s" % (list(x.shape), list(shape)))
        return shape, x.dtype
    elif op == OpType.TRANSPOSE:
        if sorted(attrs["order"]) != list(range(len(x.shape))):
            raise ValueError("order %s" % (attrs["order"],))
        return tuple(x.shape[i] for i in attrs["order"]), x.dtype
    elif op == OpType.SLICE:
        axis, start, stop, step = attrs["axis"], attrs["start"], attrs["stop"], attrs.get("step", 1)
        if not 0 <= start <= stop <= x.shape[axis]:
            raise ValueError("%d:%d of %d" % (start, stop, x.shape[axis]))
        return x.shape[:axis] + ((stop - start + step - 1) // step,) + x.shape[axis + 1 :], x.dtype
    elif op == OpType.CONCAT:
        axis = attrs["axis"]
        for other in inputs[1:]:
            if other.shape[:axis] + other.shape[axis + 1 :] != x.shape[:axis] + x.shape[axis + 1 :]:
                raise ValueError("%s and %s along %d" % (list(x.shape), list(other.shape), axis))
        total = sum(i.shape[axis] for i in inputs)
        return x.shape[:axis] + (total,) + x.shape[axis + 1 :], x.dtype
    elif op == OpType.EXPAND:
        if broadcast(x.shape, tuple(attrs["shape"])) != tuple(attrs["shape"]):
            raise ValueError("%s does not become %s" % (list(x.shape), list(attrs["shape"])))
        return tuple(attrs["shape"]), x.dtype
    elif op == OpType.EMBEDDING:
        if inputs[1].dtype != DType.I64:
            raise ValueError("ids are %s" % inputs[1].dtype.name)
        return inputs[1].shape + (x.shape[1],), x.dtype
    raise ValueError("no shape rule for %s" % op.name)


def broadcast(a, b):
    result = []
    for i in range(-max(len(a), len(b)), 0):
        m = a[i] if len(a) >= -i else 1
        n = b[i] if len(b) >= -i else 1
        if m != n and m != 1 and n != 1:
            raise ValueError("shapes %s and %s" % (list(a), list(b)))
        result.append(n if m == 1 else m)
    return tuple(result)


def size_of(shape):
    n = 1
    for d in shape:
        n *= d
    return n


def _axis(axis, rank):
    if not -rank <= axis < rank:
        raise ValueError("axis %d of %d" % (axis, rank))
    return axis % rank
