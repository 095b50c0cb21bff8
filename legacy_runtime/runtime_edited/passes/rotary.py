"""The rotary embedding, written out in seven nodes over heads, becomes one over the projection."""

from __future__ import annotations

from runtime_edited.ir import Graph, Node, OpType
from runtime_edited.passes.attention import HEADS_FIRST, merged
from runtime_edited.passes.patterns import Any, Match, Op, find

X, COS, SIN = Any("x"), Any("cos"), Any("sin")
TURNED = Op(OpType.CONCAT, (Op(OpType.NEG, (Op(OpType.SLICE, (X,)),)), Op(OpType.SLICE, (X,))))
ROTATED = Op(OpType.ADD, (Op(OpType.MUL, (X, COS)), Op(OpType.MUL, (TURNED, SIN))))


def rotary_embeddings(graph: Graph) -> int:
    """`x · cos + (-right, left) · sin` over [batch, heads, sequence, size], where x is a projection seen by heads first."""
    made = 0
    for match in find(graph, ROTATED):
        x, cos, sin = (match.nodes[name] for name in ("x", "cos", "sin"))
        if x.op is not OpType.TRANSPOSE or x.attrs["order"] != HEADS_FIRST or not _halves(match):
            continue
        batch, heads, rows, size = x.shape
        if cos.shape != (1, 1, rows, size) or sin.shape != cos.shape:
            continue
        given, at = merged(graph, x.inputs[0], match.root)
        tables = [
            graph.add(OpType.RESHAPE, [table], {"shape": (rows, size)}, before=match.root) for table in (cos, sin)
        ]
        attrs = {"head_size": size, "heads": heads, "at": at}
        rope = graph.add(OpType.ROPE, [given, *tables], attrs, before=match.root)
        split = graph.add(OpType.RESHAPE, [rope], {"shape": (batch, rows, heads, size)}, before=match.root)
        new = graph.add(OpType.TRANSPOSE, [split], {"order": HEADS_FIRST}, before=match.root)
        graph.replace(match.root, new)
        made += 1
    return made


def _halves(match: Match) -> bool:
    """Whether what is joined is minus the right half of the last axis, and then the left half."""
    (concat,) = (node for node in match.inside if node.op is OpType.CONCAT)
    right, left = concat.inputs[0].inputs[0], concat.inputs[1]
    size = match.nodes["x"].shape[3]
    if not isinstance(size, int) or size % 2 or concat.attrs["axis"] != 3:
        return False
    return _is_part(right, size // 2, size) and _is_part(left, 0, size // 2)


def _is_part(node: Node, start: int, stop: int) -> bool:
    attrs = node.attrs
    return (attrs["axis"], attrs["start"], attrs["stop"], attrs.get("step", 1)) == (3, start, stop, 1)
