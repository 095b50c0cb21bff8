"""What is known before anything runs, and what changes nothing."""

from __future__ import annotations

from math import prod

import numpy as np

from runtime_edited.dims import Sym, symbols
from runtime_edited.ir import Array, Graph, Node, OpType
from runtime_edited.ops import OPS

LARGEST = 1 << 26
"""Elements: what is larger is not made beforehand, unless an input is as large."""


def fold_constants(graph: Graph) -> int:
    """Evaluate what depends on constants alone."""
    made = 0
    for node in list(graph):
        if node.op in (OpType.INPUT, OpType.CONSTANT) or not all(given.op is OpType.CONSTANT for given in node.inputs):
            continue
        if symbols(node.shape) or any(_is_symbolic(value) for value in node.attrs.values()):
            continue
        size = prod(size for size in node.shape if isinstance(size, int))
        run = OPS[node.op].evaluate
        if run is None or size > max(
            [LARGEST, *(given.value.size for given in node.inputs if given.value is not None)]
        ):
            continue
        value = np.asarray(run([given.value for given in node.inputs if given.value is not None], node.attrs))
        graph.replace(node, graph.constant(node.name, np.ascontiguousarray(value).reshape(value.shape), before=node))
        made += 1
    return made


def _is_symbolic(value: object) -> bool:
    return isinstance(value, Sym) or (isinstance(value, tuple) and any(map(_is_symbolic, value)))


def scalar(node: Node) -> float | None:
    """The number that a constant is everywhere, if it is one."""
    value: Array | None = node.value
    if value is None or value.size == 0:
        return None
    first = value.flat[0]
    return float(first) if value.size == 1 or bool((value == first).all()) else None


def simplify(graph: Graph) -> int:
    """Two RESHAPEs or TRANSPOSEs become one; what changes nothing goes."""
    made = 0
    for node in list(graph):
        current = node
        while instead := _simpler(graph, current):
            graph.replace(current, instead)
            current = instead
            made += 1
    return made


def _simpler(graph: Graph, node: Node) -> Node | None:
    given = node.inputs[0] if node.inputs else None
    if given is None:
        return None
    match node.op:
        case OpType.RESHAPE:
            if given.shape == node.shape:
                return given
            if given.op is OpType.RESHAPE:
                return graph.add(OpType.RESHAPE, given.inputs, node.attrs, node.name, before=node)
        case OpType.TRANSPOSE:
            order = node.attrs["order"]
            if order == tuple(range(len(order))):
                return given
            if given.op is OpType.TRANSPOSE:
                inner = given.attrs["order"]
                attrs = {"order": tuple(inner[axis] for axis in order)}
                return graph.add(OpType.TRANSPOSE, given.inputs, attrs, node.name, before=node)
        case OpType.EXPAND | OpType.CAST:
            if given.shape == node.shape and given.dtype is node.dtype:
                return given
        case OpType.MUL | OpType.DIV | OpType.ADD | OpType.SUB:
            neutral = 1.0 if node.op in (OpType.MUL, OpType.DIV) else 0.0
            if scalar(node.inputs[1]) == neutral and given.shape == node.shape:
                return given
            if node.op in (OpType.MUL, OpType.ADD) and scalar(given) == neutral and node.inputs[1].shape == node.shape:
                return node.inputs[1]
    return None
