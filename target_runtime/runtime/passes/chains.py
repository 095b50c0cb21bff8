"""What follows a LINEAR, node by node, becomes its epilogue: a bias, an activation, a residual."""

from __future__ import annotations

from typing import Any

from runtime.ir import Graph, Node, OpType
from runtime.passes.readers import only_reader as _only_reader

ACTIVATION = {
    OpType.RELU: "relu", OpType.GELU: "gelu", OpType.GELU_TANH: "gelu_tanh", OpType.SILU: "silu", OpType.TANH: "tanh",
    OpType.SIGMOID: "sigmoid",
}  # fmt: skip


def fuse_chains(graph: Graph) -> int:
    """Extend every LINEAR by its only reader as long as that is a bias, an activation or a residual, in this order.

    A RESHAPE between them that only splits or joins leading axes is moved behind them.
    """
    made = 0
    for node in list(graph):
        if node.op is OpType.LINEAR:
            current = node
            while (longer := _longer(graph, current)) is not None:
                current = longer
                made += 1
    return made


def _longer(graph: Graph, node: Node) -> Node | None:
    """The same LINEAR with its reader in it, or None."""
    reader = _only_reader(graph, node)
    if reader is None:
        return None
    if reader.op is OpType.RESHAPE and reader.shape[-1:] == node.shape[-1:]:
        return _behind(graph, node, reader)
    attrs: dict[str, Any] = dict(node.attrs)
    inputs = list(node.inputs)
    if reader.op in ACTIVATION and not attrs.get("activation") and not attrs.get("residual"):
        attrs["activation"] = ACTIVATION[reader.op]
    elif reader.op is OpType.ADD:
        other = reader.inputs[1] if reader.inputs[0] is node else reader.inputs[0]
        if other is node or attrs.get("residual"):
            return None
        if other.shape == node.shape[-1:] and not attrs.get("activation") and not attrs.get("bias"):
            attrs["bias"] = True
            inputs.insert(2, other)
        elif other.shape == node.shape:
            attrs["residual"] = True
            inputs.append(other)
        else:
            return None
    else:
        return None
    new = graph.add(OpType.LINEAR, inputs, attrs, node.name, before=reader)
    graph.replace(reader, new)
    graph.prune()
    return new


def _behind(graph: Graph, node: Node, reshape: Node) -> Node | None:
    """LINEAR, RESHAPE as RESHAPE, LINEAR, if that lets something more be fused."""
    after = _only_reader(graph, reshape)
    if after is None or not (after.op in ACTIVATION or after.op is OpType.ADD) or node.attrs.get("residual"):
        return None
    if after.op is OpType.ADD and after.inputs[0] is after.inputs[1]:
        return None
    x = node.inputs[0]
    wide = graph.add(OpType.RESHAPE, [x], {"shape": (*reshape.shape[:-1], x.shape[-1])}, before=reshape)
    new = graph.add(OpType.LINEAR, [wide, *node.inputs[1:]], node.attrs, node.name, before=reshape)
    graph.replace(reshape, new)
    graph.prune()
    return new
