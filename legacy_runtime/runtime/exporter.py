"""torch.nn.Module -> Graph, by torch.export."""

import math
import operator

import numpy as np
import torch

from runtime.ir import DType, Graph, OpType

# ops that are one of ours with the same inputs
_SIMPLE = {
    "aten.relu.default": "RELU",
    "aten.tanh.default": "TANH",
    "aten.exp.default": "EXP",
    "aten.sqrt.default": "SQRT",
    "aten.neg.default": "NEG",
    "aten.sigmoid.default": "SIGMOID",
    "aten.silu.default": "SILU",
    "aten.matmul.default": "MATMUL",
    "aten.mm.default": "MATMUL",
    "aten.bmm.default": "MATMUL",
    "aten.embedding.default": "EMBEDDING",
}

_BINARY = {
    "aten.add.Tensor": "ADD",
    "aten.sub.Tensor": "SUB",
    "aten.mul.Tensor": "MUL",
    "aten.mul.Scalar": "MUL",
    "aten.div.Tensor": "DIV",
    "aten.pow.Tensor_Scalar": "POW",
    "aten.pow.Tensor_Tensor": "POW",
}

_REDUCTIONS = {
    "aten.mean.dim": "MEAN",
    "aten.sum.dim_IntList": "SUM",
    "aten.amax.default": "MAX",
}

_NOTHING = (
    "aten.contiguous.default",
    "aten.clone.default",
    "aten.dropout.default",
    "aten.detach.default",
    "aten.alias.default",
    "aten.lift_fresh_copy.default",
)

_RESHAPES = (
    "aten.view.default",
    "aten.reshape.default",
    "aten._unsafe_view.default",
    "aten.unsqueeze.default",
    "aten.squeeze.dim",
    "aten.squeeze.default",
    "aten.flatten.using_ints",
)

# name of a split -> its parts; a split has many outputs and our nodes have one, so getitem looks here
_pending_splits = {}


class ExportError(Exception):
    pass


def export(model, args):
    """The graph of model(*args). Shapes are those of args."""
    model = model.eval()
    _pending_splits.clear()
    with torch.no_grad():
        program = torch.export.export(model, tuple(args), strict=False)
    graph = Graph()
    env = {}
    held = {}
    sig = program.graph_signature
    for name, target in sig.inputs_to_parameters.items():
        held[name] = program.state_dict[target]
    for name, target in sig.inputs_to_buffers.items():
        held[name] = program.state_dict[target] if target in program.state_dict else program.constants[target]
    for name, target in sig.inputs_to_lifted_tensor_constants.items():
        held[name] = program.constants[target]
    for fx in program.graph.nodes:
        if fx.op == "placeholder":
            if fx.name in held:
                env[fx.name] = graph.constant(fx.name, held[fx.name].detach().numpy())
            else:
                val = fx.meta["val"]
                env[fx.name] = graph.input(fx.name, tuple(val.shape), _dtype(val.dtype))
        elif fx.op == "call_function":
            env[fx.name] = _convert(graph, fx, env)
        elif fx.op == "output":
            graph.outputs = [env[o.name] for o in fx.args[0]]
        else:
            raise ExportError("%s: %s is not supported" % (fx.name, fx.op))
    graph.prune()
    graph.check()
    return graph


def _dtype(dtype):
    # torch.float32 -> float32
    return DType.of(str(dtype).split(".")[-1])


def _convert(graph, fx, env):
    target = str(fx.target)
    args = [_value(a, env) for a in fx.args]
    kwargs = {k: _value(v, env) for k, v in fx.kwargs.items()}
    shape = None
    if isinstance(fx.meta.get("val"), torch.Tensor):
        shape = tuple(fx.meta["val"].shape)

    if fx.target is operator.getitem:
        return _pending_splits[fx.args[0].name][args[1]]
    if target in _NOTHING:
        return args[0]
    if target in _RESHAPES:
        if args[0].shape == shape:
            return args[0]
        return graph.add(OpType.RESHAPE, [args[0]], {"shape": shape}, fx.name)
    if target in _SIMPLE:
        inputs = args[:2] if target == "aten.embedding.default" else args
        return graph.add(getattr(OpType, _SIMPLE[target]), inputs, {}, fx.name)
    if target in _BINARY:
        return _binary(graph, fx, getattr(OpType, _BINARY[target]), args, kwargs)
    if target in _REDUCTIONS:
        axes = args[1] if len(args) > 1 else list(range(len(args[0].shape)))
        attrs = {"axes": _axes(axes, args[0]), "keep": bool(args[2]) if len(args) > 2 else False}
        return graph.add(getattr(OpType, _REDUCTIONS[target]), [args[0]], attrs, fx.name)
    if target in _HANDLERS:
        return _HANDLERS[target](graph, fx, *args, **kwargs)
    known = sorted(list(_SIMPLE) + list(_BINARY) + list(_REDUCTIONS) + list(_NOTHING) + list(_RESHAPES) + list(_HANDLERS))
    raise ExportError("%s (%s) is not supported; supported are %s" % (target, fx.name, ", ".join(known)))


def _value(a, env):
    if isinstance(a, torch.fx.Node):
        # splits are not nodes of ours
        return env.get(a.name)
    if isinstance(a, (list, tuple)):
        return [_value(i, env) for i in a]
    return a


def _axes(axes, node):
    if isinstance(axes, int):
        axes = [axes]
    return tuple(a % len(node.shape) for a in axes)


def _scalar(graph, value, dtype):
    return graph.constant("scalar", np.array(value, dtype=dtype.numpy))


def _binary(graph, fx, op, args, kwargs):
    a, b = args[0], args[1]
    if kwargs.get("alpha", 1) != 1:
        raise ExportError("%s: alpha=%s is not supported" % (fx.name, kwargs["alpha"]))
    dtype = _dtype(fx.meta["val"].dtype)
    if isinstance(a, (int, float)):
        a = _scalar(graph, a, dtype)
    if isinstance(b, (int, float)):
        b = _scalar(graph, b, dtype)
    return graph.add(op, [a, b], {}, fx.name)


# ----------------------------------------------------------------------
# handlers: everything that needs more than a look into a table
# ----------------------------------------------------------------------

_HANDLERS = {}


def handles(*names):
    def register(function):
        for name in names:
            _HANDLERS[name] = function
        return function

    return register


@handles("aten.gelu.default")
def _gelu(graph, fx, x, approximate="none"):
    op = OpType.GELU_TANH if approximate == "tanh" else OpType.GELU
    return graph.add(op, [x], {}, fx.name)


@handles("aten.linear.default")
def _linear(graph, fx, x, weight, bias=None):
    attrs = {"transpose_w": True}
    if bias is None:
        return graph.add(OpType.LINEAR, [x, weight], attrs, fx.name)
    attrs["bias"] = True
    return graph.add(OpType.LINEAR, [x, weight, bias], attrs, fx.name)


@handles("aten.addmm.default")
def _addmm(graph, fx, bias, x, weight):
    return graph.add(OpType.LINEAR, [x, weight, bias], {"bias": True}, fx.name)


@handles("aten.layer_norm.default")
def _layer_norm(graph, fx, x, shape, weight=None, bias=None, eps=1e-5, cudnn=True):
    if len(shape) != 1:
        raise ExportError("%s: layer norm over %d axes" % (fx.name, len(shape)))
    if weight is None and bias is not None:
        weight = graph.constant("ones", np.ones(shape[0], np.float32))
    inputs = [i for i in (x, weight, bias) if i is not None]
    return graph.add(OpType.LAYER_NORM, inputs, {"eps": eps}, fx.name)


@handles("aten.softmax.int", "aten._softmax.default")
def _softmax(graph, fx, x, axis, *rest):
    return graph.add(OpType.SOFTMAX, [x], {"axis": axis % len(x.shape)}, fx.name)


@handles("aten.transpose.int")
def _transpose(graph, fx, x, a, b):
    order = list(range(len(x.shape)))
    order[a], order[b] = order[b], order[a]
    return graph.add(OpType.TRANSPOSE, [x], {"order": tuple(order)}, fx.name)


@handles("aten.permute.default")
def _permute(graph, fx, x, order):
    return graph.add(OpType.TRANSPOSE, [x], {"order": tuple(o % len(x.shape) for o in order)}, fx.name)


@handles("aten.t.default")
def _t(graph, fx, x):
    return graph.add(OpType.TRANSPOSE, [x], {"order": (1, 0)}, fx.name)


@handles("aten.slice.Tensor")
def _slice(graph, fx, x, axis=0, start=None, stop=None, step=1):
    axis = axis % len(x.shape)
    start, stop, step = slice(start, stop, step).indices(x.shape[axis])
    if (start, stop, step) == (0, x.shape[axis], 1):
        return x
    return graph.add(OpType.SLICE, [x], {"axis": axis, "start": start, "stop": stop, "step": step}, fx.name)


@handles("aten.select.int")
def _select(graph, fx, x, axis, index):
    axis = axis % len(x.shape)
    index = index % x.shape[axis]
    part = graph.add(OpType.SLICE, [x], {"axis": axis, "start": index, "stop": index + 1, "step": 1}, fx.name)
    return graph.add(OpType.RESHAPE, [part], {"shape": tuple(fx.meta["val"].shape)}, fx.name)


@handles("aten.split.Tensor", "aten.split_with_sizes.default", "aten.chunk.default")
def _split(graph, fx, x, sizes, axis=0):
    # sizes may be many things; what comes out is what torch says
    axis = axis % len(x.shape)
    parts = []
    start = 0
    for val in fx.meta["val"]:
        stop = start + val.shape[axis]
        attrs = {"axis": axis, "start": start, "stop": stop, "step": 1}
        parts.append(graph.add(OpType.SLICE, [x], attrs, fx.name))
        start = stop
    _pending_splits[fx.name] = parts
    return None


@handles("aten.cat.default")
def _cat(graph, fx, parts, axis=0):
    return graph.add(OpType.CONCAT, parts, {"axis": axis % len(parts[0].shape)}, fx.name)


@handles("aten.expand.default")
def _expand(graph, fx, x, sizes, implicit=False):
    shape = tuple(fx.meta["val"].shape)
    if shape == x.shape:
        return x
    return graph.add(OpType.EXPAND, [x], {"shape": shape}, fx.name)


@handles("aten.scaled_dot_product_attention.default")
def _sdpa(graph, fx, q, k, v, mask=None, dropout=0.0, is_causal=False, scale=None, enable_gqa=False):
    """There is no kernel for it, so it is spelled out: softmax(q k^T * scale + mask) v."""
    if enable_gqa:
        raise ExportError("%s: grouped queries are not supported" % fx.name)
    if mask is not None and mask.dtype != DType.F32:
        raise ExportError("%s: masks have to be floats" % fx.name)
    rank = len(k.shape)
    order = tuple(range(rank - 2)) + (rank - 1, rank - 2)
    scores = graph.add(OpType.MATMUL, [q, graph.add(OpType.TRANSPOSE, [k], {"order": order})])
    if scale is None:
        scale = 1 / math.sqrt(q.shape[-1])
    scores = graph.add(OpType.MUL, [scores, _scalar(graph, scale, DType.F32)])
    if is_causal:
        rows, columns = q.shape[-2], k.shape[-2]
        hidden = np.triu(np.full((rows, columns), -np.inf, np.float32), 1)
        mask = graph.constant("causal", hidden)
    if mask is not None:
        scores = graph.add(OpType.ADD, [scores, mask])
    weights = graph.add(OpType.SOFTMAX, [scores], {"axis": len(scores.shape) - 1})
    return graph.add(OpType.MATMUL, [weights, v], {}, fx.name)
