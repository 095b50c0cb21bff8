"""What both executors share: inputs are checked and bound to symbols, and what depends on sizes alone is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from runtime_edited.dims import Sym
from runtime_edited.ir import Array, Graph, GraphError, Node, OpType
from runtime_edited.ops import OPS, sized


class Executor(Protocol):
    """Something that runs a graph: compiled, or node by node."""

    graph: Graph

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs. Raises InputError for inputs that do not fit."""


class InputError(ValueError):
    """An input that does not fit: which one, what was expected, what was found."""


class ArenaError(MemoryError):
    """More memory for values between inputs and outputs than is allowed, or than there is."""


def bind(nodes: Sequence[Node], inputs: Sequence[Array]) -> dict[str, int]:
    """The sizes of the symbols that these inputs have. Raises InputError where they do not fit."""
    if len(inputs) != len(nodes):
        raise InputError(
            f"{len(nodes)} inputs are wanted ({', '.join(node.name for node in nodes)}), {len(inputs)} given"
        )
    sizes: dict[str, int] = {}
    later = []
    for node, array in zip(nodes, inputs, strict=True):
        if array.dtype != node.dtype.numpy:
            raise InputError(f"input `{node.name}`: {node.dtype.numpy} is wanted, {array.dtype} found")
        if array.ndim != len(node.shape):
            raise InputError(f"input `{node.name}`: shape {list(node.shape)} is wanted, {list(array.shape)} found")
        for wanted, found in zip(node.shape, array.shape, strict=True):
            if (
                isinstance(wanted, Sym)
                and len(wanted.terms) == 1
                and (name := next(iter(wanted.symbols)))
                and wanted == Sym.named(name)
            ):
                if sizes.setdefault(name, found) != found:
                    raise InputError(
                        f"input `{node.name}`: {name} is {sizes[name]} elsewhere, {found} here (shape {list(array.shape)})"
                    )
            else:
                later.append((node, wanted, found, array.shape))
    for node, wanted, found, shape in later:
        size = wanted.at(sizes) if isinstance(wanted, Sym) else wanted
        if size != found:
            raise InputError(f"input `{node.name}`: shape {list(node.shape)} is wanted, {list(shape)} found")
    return sizes


def lost_row(node: Node) -> InputError:
    """What to raise where an EMBEDDING was asked for a row that its table does not have."""
    table, ids = node.inputs
    whose = f"input `{ids.name}`" if ids.op is OpType.INPUT else f"%{ids.name}, read by %{node.name},"
    return InputError(
        f"{whose} asks for a row that `{table.name}` does not have: it has rows 0 to {table.shape[0] - 1}"
    )


def at(value: Any, sizes: Mapping[str, int]) -> Any:
    """An attribute with its sizes in numbers."""
    if isinstance(value, Sym):
        return value.at(sizes)
    if isinstance(value, tuple):
        return tuple(at(item, sizes) for item in value)
    return value


def evaluate(node: Node, arrays: Sequence[Array], sizes: Mapping[str, int]) -> Array:
    """The node's value by the registry's numpy evaluator. Raises GraphError where it has none."""
    run = OPS[node.op].evaluate
    if run is None:
        raise GraphError(f"%{node.name}: {node.op.name} has no evaluator")
    return np.asarray(run(arrays, {name: at(value, sizes) for name, value in node.attrs.items()}))


def check_runnable(graph: Graph, steps: Iterable[Node], kernels: frozenset[int] | None = None) -> None:
    """Raise GraphError for a step that nobody can run: a fold-only op that no pass folded away, an op without a kernel."""
    alone = sized(graph)
    for node in steps:
        if node in alone:
            continue
        if node.op.fold_only:
            raise GraphError(f"%{node.name}: {node.op.name} can only be folded, and depends on an input")
        if kernels is not None and int(node.op) not in kernels:
            raise GraphError(f"%{node.name}: {node.op.name} has no kernel in the library")
        if kernels is not None and not OPS[node.op].computes(node):
            types = ", ".join(given.dtype.name for given in node.inputs)
            raise GraphError(
                f"%{node.name}: no kernel for {node.op.name} of {types}; products and sums are computed in F32"
            )
