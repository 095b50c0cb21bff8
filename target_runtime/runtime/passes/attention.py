"""Attention reads its projections where they lie: no transpose, no split, no repeated keys, no mask that says "causal"."""

from __future__ import annotations

import numpy as np

from runtime.ir import Graph, Node, OpType
from runtime.passes.readers import only_reader as _only_reader

HEADS_FIRST = (0, 2, 1, 3)


def causal_masks(graph: Graph) -> int:
    """A constant mask that hides from each query exactly the keys after it becomes `causal`; one that hides nothing goes."""
    made = 0
    for node in graph:
        if node.op is not OpType.ATTENTION or len(node.inputs) < 4:
            continue
        mask = node.inputs[3]
        if mask.value is None or node.attrs.get("causal"):
            continue
        seen = sees(mask.value)
        if seen is None:
            continue
        queries, keys = node.inputs[0].shape[-2], node.inputs[1].shape[-2]
        if seen.all():
            node.inputs.pop()
        elif seen.shape[-2:] == (queries, keys) and is_causal(seen):
            node.inputs.pop()
            node.attrs["causal"] = True
        else:
            continue
        made += 1
    return made


def sees(mask: np.ndarray) -> np.ndarray | None:
    """For a mask that only hides (booleans, or 0 and what is as good as -inf), what it lets through."""
    if mask.dtype == np.bool_:
        return mask
    return mask == 0 if bool(((mask == 0) | (mask <= np.finfo(np.float32).min / 2)).all()) else None


def is_causal(seen: np.ndarray) -> bool:
    """Whether query i of s sees the keys up to i + (t - s), and no others, everywhere."""
    rows, columns = seen.shape[-2:]
    return columns >= rows and bool((seen == np.tri(rows, columns, columns - rows, dtype=np.bool_)).all())


def attention_from_projections(graph: Graph) -> int:
    """Turn ATTENTION over [batch, heads, sequence, size] into one over the projections [batch, sequence, columns].

    That is done where query, key and value are such projections seen by heads, and the result is brought back at once.
    """
    made = 0
    for node in list(graph):
        if node.op is not OpType.ATTENTION or node.attrs["layout"] != "bhsd":
            continue
        attrs = dict(node.attrs)
        keys, values = map(_ungrouped, node.inputs[1:3])
        grouped = keys is not None and values is not None and keys.shape[1] == values.shape[1]
        if grouped and attrs["kv_heads"] == attrs["heads"]:
            assert keys is not None
            assert values is not None
            attrs["kv_heads"] = keys.shape[1]
            given = [node.inputs[0], keys, values, *node.inputs[3:]]
            new = graph.add(OpType.ATTENTION, given, attrs, node.name, before=node)
            graph.replace(node, new)
            node = new
            made += 1
        sources = [_projection(given) for given in node.inputs[:3]]
        back = _brought_back(graph, node)
        if back is None or None in sources:
            continue
        rows: list[Node] = []
        at: list[int] = []
        for source in sources:
            assert source is not None
            row, column = merged(graph, source, node)
            rows.append(row)
            at.append(column)
        attrs |= {"layout": "bshd", "at": tuple(at)}
        new = graph.add(OpType.ATTENTION, [*rows, *node.inputs[3:]], attrs, node.name, before=node)
        graph.replace(back, graph.add(OpType.RESHAPE, [new], {"shape": back.shape}, before=back))
        made += 1
    return made


def _ungrouped(node: Node) -> Node | None:
    """The keys that were repeated for every head of their group, if that is what was done."""
    if node.op is not OpType.RESHAPE or node.inputs[0].op is not OpType.EXPAND:
        return None
    expand = node.inputs[0]
    wide = expand.inputs[0]
    if wide.op is not OpType.RESHAPE or len(wide.shape) != 5 or wide.shape[2] != 1:
        return None
    given = wide.inputs[0]
    batch, heads, _, keys, size = wide.shape
    group = expand.shape[2]
    if given.shape != (batch, heads, keys, size) or expand.shape != (batch, heads, group, keys, size):
        return None
    return given if node.shape == (batch, heads * group, keys, size) else None


def _projection(node: Node) -> Node | None:
    """What is seen by heads first: an array [batch, sequence, heads, size], as it stands before the swap."""
    return node.inputs[0] if node.op is OpType.TRANSPOSE and node.attrs["order"] == HEADS_FIRST else None


def merged(graph: Graph, source: Node, before: Node) -> tuple[Node, int]:
    """An array [batch, sequence, columns] that holds `source`, and the column at which it begins."""
    batch, rows, heads, size = source.shape
    if source.op is OpType.RESHAPE:
        given = source.inputs[0]
        if given.shape == (batch, rows, heads * size):
            if given.op is OpType.SLICE and given.attrs["axis"] == 2 and given.attrs.get("step", 1) == 1:
                return given.inputs[0], given.attrs["start"]
            return given, 0
    return graph.add(OpType.RESHAPE, [source], {"shape": (batch, rows, heads * size)}, before=before), 0


def _brought_back(graph: Graph, node: Node) -> Node | None:
    """The RESHAPE of the result with its sequence brought to the front again, if it alone is read."""
    current = node
    while True:
        user = _only_reader(graph, current)
        if user is None:
            return None
        swaps = user.op is OpType.TRANSPOSE and user.attrs["order"] == HEADS_FIRST and current.shape == node.shape
        if swaps or (user.op is OpType.RESHAPE and user.shape == current.shape):
            current = user
        elif user.op is OpType.RESHAPE and current.op is OpType.TRANSPOSE:
            return user
        else:
            return None
