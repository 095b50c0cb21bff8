"""LINEARs that read the same input become one, where all of their readers can read the merged columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runtime_edited.ir import Array, Graph, Node, OpType


def merge_linears(graph: Graph) -> int:
    """Query, key and value become one product; so do the gate and the value of a gated unit.

    Nothing is merged that would have to be split by a copy afterwards.
    """
    made = 0
    for node in list(graph):
        if node.op is OpType.ATTENTION and node.attrs["layout"] == "bshd":
            made += _merge(graph, node, 3)
        elif node.op in (OpType.SWIGLU, OpType.GEGLU) and len(node.inputs) == 2:
            made += _merge(graph, node, 2)
    return made


def _merge(graph: Graph, reader: Node, count: int) -> int:
    """Merge the LINEARs that the first `count` inputs of `reader` are, or of which they are the rotary embedding."""
    given = reader.inputs[:count]
    parts = [node.inputs[0] if node.op is OpType.ROPE else node for node in given]
    if len(set(parts)) != count or not all(
        map(_can_merge, [graph] * count, parts, [parts[0]] * count, given, [reader] * count)
    ):
        return 0
    merged = _merged(graph, parts)
    starts = [sum(part.shape[-1] for part in parts[:index]) for index in range(count)]
    if reader.op is not OpType.ATTENTION:
        new = graph.add(reader.op, [merged], reader.attrs, reader.name, before=reader)
    else:
        inputs, at = [], []
        for node, start, old in zip(given, starts, reader.attrs["at"], strict=True):
            if node.op is OpType.ROPE:
                attrs = {**node.attrs, "at": node.attrs.get("at", 0) + start}
                inputs.append(graph.add(OpType.ROPE, [merged, *node.inputs[1:]], attrs, node.name, before=reader))
                at.append(old)
            else:
                inputs.append(merged)
                at.append(start + old)
        attrs = {**reader.attrs, "at": tuple(at)}
        new = graph.add(OpType.ATTENTION, [*inputs, *reader.inputs[3:]], attrs, reader.name, before=reader)
    graph.replace(reader, new)
    graph.prune()
    return 1


def _merged(graph: Graph, parts: Sequence[Node]) -> Node:
    """One LINEAR with the columns of all parts, one after the other."""
    first = parts[0]
    transposed = bool(first.attrs.get("transpose_w"))
    weights = np.concatenate([_value(part.inputs[1]) for part in parts], axis=0 if transposed else 1)
    inputs = [first.inputs[0], graph.constant("merged_weight", weights, before=first)]
    attrs = {"transpose_w": transposed, "alpha": first.attrs.get("alpha", 1.0)}
    if any(part.attrs.get("bias") for part in parts):
        biases = [
            _value(part.inputs[2]) if part.attrs.get("bias") else np.zeros(part.shape[-1], np.float32)  # type: ignore[arg-type]
            for part in parts
        ]
        inputs.append(graph.constant("merged_bias", np.concatenate(biases), before=first))
        attrs["bias"] = True
    return graph.add(OpType.LINEAR, inputs, attrs, "merged", before=first)


def _value(node: Node) -> Array:
    assert node.value is not None
    return node.value


def _can_merge(graph: Graph, part: Node, first: Node, through: Node, reader: Node) -> bool:
    """Whether `part` may be columns of a larger product: `through`, which is read by `reader`, alone reads it."""
    if part.op is not OpType.LINEAR or part.attrs.get("residual") or part.attrs.get("activation"):
        return False
    if part.inputs[1].value is None or (part.attrs.get("bias") and part.inputs[2].value is None):
        return False
    same = part.inputs[0] is first.inputs[0] and all(
        part.attrs.get(name, default) == first.attrs.get(name, default)
        for name, default in (("transpose_w", False), ("alpha", 1.0))
    )
    links = [(part, through), (through, reader)] if through is not part else [(part, reader)]
    alone = all(user is by for node, by in links for user in graph if node in user.inputs)
    return same and alone and not {part, through} & set(graph.outputs)
