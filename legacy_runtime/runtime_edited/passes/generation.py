"""A graph of a whole sequence becomes one of its next rows: what earlier rows left is kept in caches.

Not in the default pipeline: `runtime_edited.generation` runs it on a graph that is optimised already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from runtime_edited.dims import Sym, symbols
from runtime_edited.executor.common import evaluate
from runtime_edited.ir import Array, DType, Graph, GraphError, Node, OpType
from runtime_edited.ops import sized
from runtime_edited.passes.attention import is_causal, sees

ROWWISE = frozenset({OpType.LINEAR, OpType.LAYER_NORM, OpType.RMS_NORM})


@dataclass(frozen=True, slots=True)
class Cached:
    """What the caller gives beside the tokens: `positions` and `past`, and a pair of caches for each attention."""

    positions: Node
    past: Node
    caches: tuple[Node, ...]


def last_row(graph: Graph, symbol: str) -> None:
    """Compute the output for the last position of the sequence alone: the slice goes up through what works row by row."""
    (output,) = graph.outputs
    rows = Sym.named(symbol)
    axis = output.shape.index(rows)
    current, reader = output, None
    while (
        current.op in ROWWISE
        and len(_users(graph, current)) == (reader is not None)
        and not current.attrs.get("residual")
    ):
        if current.inputs[0].shape[: axis + 1] != output.shape[: axis + 1]:
            break
        current, reader = current.inputs[0], current
    current = _resolve_alias(current)
    cut = graph.add(OpType.SLICE, [current], {"axis": axis, "start": rows - 1, "stop": rows, "step": 1}, "last")
    if reader is None:
        graph.outputs = [cut]
        return
    chain = []
    node = output
    while node is not current:
        chain.append(node)
        node = node.inputs[0]
    for node in reversed(chain):
        cut = graph.add(node.op, [cut, *node.inputs[1:]], node.attrs, node.name)
    graph.outputs = [cut]
    graph.prune()


def use_caches(graph: Graph, symbol: str, capacity: int) -> Cached:
    """Let every attention read and extend caches for `capacity` rows, and every table of the sequence be read by position.

    Raises GraphError for a graph in which that would not be the same: another mask than the causal one, attention that is
    not over projections, a value along the whole sequence that no position tells.
    """
    alone = sized(graph)
    rows = Sym.named(symbol)
    positions = graph.input("positions", (rows,), DType.I64)
    past = graph.input("past", (1,), DType.I64)
    caches: list[Node] = []
    values: dict[tuple[Node, int], Array] = {}

    def value(node: Node, size: int) -> Array:
        if node.value is not None:
            return node.value
        if (node, size) not in values:
            values[node, size] = evaluate(node, [value(given, size) for given in node.inputs], {symbol: size})
        return values[node, size]

    for node in list(graph):
        if node in alone or node.op in (OpType.INPUT, OpType.CONSTANT):
            continue
        if node.op is OpType.ATTENTION:
            _check_causal(node, alone, value)
            caches += _cached(graph, node, past, capacity)
            continue
        for at, given in enumerate(node.inputs):
            if given in alone and symbols(given.shape):
                table = value(given, capacity)
                axis = [index for index, size in enumerate(given.shape) if size == rows]
                before = given.shape[: axis[0]] if len(axis) == 1 else (2,)
                if (
                    any(size != 1 for size in before)
                    or symbols(given.shape) != {symbol}
                    or not _grows(given, value, capacity, axis[0])
                ):
                    raise GraphError(f"%{given.name}: {list(given.shape)} is no table by position")
                flat = graph.constant(
                    f"{given.name}_table", np.ascontiguousarray(table).reshape(capacity, -1), before=node
                )
                taken = graph.add(OpType.EMBEDDING, [flat, positions], before=node)
                node.inputs[at] = graph.add(OpType.RESHAPE, [taken], {"shape": given.shape}, before=node)
    graph.sort()
    graph.prune()
    return Cached(positions, past, tuple(caches))


def _resolve_alias(node: Node) -> Node:
    """What a RESHAPE that changes nothing shows. A view of a part is no such thing."""
    while node.op is OpType.RESHAPE and node.inputs[0].shape == node.shape:
        node = node.inputs[0]
    return node


def _users(graph: Graph, node: Node) -> list[Node]:
    return [user for user in graph if node in user.inputs]


def _grows(node: Node, value: object, capacity: int, axis: int) -> bool:
    """Whether the rows of a shorter sequence are those of a longer one: then a row depends on its position alone."""
    assert callable(value)
    long = value(node, capacity)
    return all(
        np.array_equal(np.take(long, range(size), axis=axis), value(node, size))
        for size in {1, 2, 3, capacity // 2}
        if 0 < size <= capacity
    )


def _check_causal(node: Node, alone: set[Node], value: object) -> None:
    assert callable(value)
    if node.attrs["layout"] != "bshd":
        raise GraphError(f"%{node.name}: attention that is not over projections cannot be cached")
    if len(node.inputs) < 4:
        if not node.attrs.get("causal"):
            raise GraphError(f"%{node.name}: attention that sees later rows cannot be cached")
        return
    mask = node.inputs[3]
    for size in (1, 2, 5, 16):
        seen = sees(value(mask, size)) if mask in alone or mask.value is not None else None
        if seen is None or seen.shape[-2:] != (size, size) or not is_causal(seen):
            raise GraphError(f"%{node.name}: a mask that is not the causal one cannot be cached")


def _cached(graph: Graph, node: Node, past: Node, capacity: int) -> list[Node]:
    attrs = {**node.attrs, "causal": True}
    shape = (node.inputs[0].shape[0], attrs["kv_heads"], capacity, attrs["head_size"])
    held = [graph.input(f"{side}_{node.name}", shape, DType.F32) for side in ("keys", "values")]
    new = graph.add(OpType.CACHED_ATTENTION, [*node.inputs[:3], *held, past], attrs, node.name)
    graph.replace(node, new)
    return held
