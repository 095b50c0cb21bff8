"""LINEARs that read the same input become one, where all of their readers can read the merged columns."""

from __future__ import annotations

import numpy as np

from runtime.ir import Graph, Node, OpType


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
    parts = reader.inputs[:count]
    if len(set(parts)) != count or not all(_can_merge(graph, part, parts[0], reader) for part in parts):
        return 0
    x = parts[0].inputs[0]
    transposed = bool(parts[0].attrs.get("transpose_w"))
    weights = np.concatenate([part.inputs[1].value for part in parts], axis=0 if transposed else 1)  # type: ignore[arg-type]
    inputs = [x, graph.constant("merged_weight", weights, before=parts[0])]
    attrs = {"transpose_w": transposed, "alpha": parts[0].attrs.get("alpha", 1.0)}
    widths = [part.shape[-1] for part in parts]
    if any(part.attrs.get("bias") for part in parts):
        given = [
            part.inputs[2].value if part.attrs.get("bias") else np.zeros(width, np.float32)  # type: ignore[arg-type]
            for part, width in zip(parts, widths, strict=True)
        ]
        inputs.append(graph.constant("merged_bias", np.concatenate(given), before=parts[0]))  # type: ignore[arg-type]
        attrs["bias"] = True
    merged = graph.add(OpType.LINEAR, inputs, attrs, "merged", before=reader)
    if reader.op is OpType.ATTENTION:
        starts = [sum(widths[:index]) for index in range(count)]
        at = tuple(start + old for start, old in zip(starts, reader.attrs["at"], strict=True))
        new = graph.add(
            OpType.ATTENTION,
            [merged, merged, merged, *reader.inputs[3:]],
            {**reader.attrs, "at": at},
            reader.name,
            before=reader,
        )
    else:
        new = graph.add(reader.op, [merged], reader.attrs, reader.name, before=reader)
    graph.replace(reader, new)
    graph.prune()
    return 1


def _can_merge(graph: Graph, part: Node, first: Node, reader: Node) -> bool:
    if part.op is not OpType.LINEAR or part.attrs.get("residual") or part.attrs.get("activation"):
        return False
    if part.inputs[1].value is None or (part.attrs.get("bias") and part.inputs[2].value is None):
        return False
    same = part.inputs[0] is first.inputs[0] and all(
        part.attrs.get(name, default) == first.attrs.get(name, default)
        for name, default in (("transpose_w", False), ("alpha", 1.0))
    )
    return same and part not in graph.outputs and all(user is reader for user in graph if part in user.inputs)
