"""Node by node, each by the first backend that has it: for ablations and for finding out which kernel is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from runtime_edited.executor.common import bind, check_runnable, evaluate
from runtime_edited.executor.programs import Weights, one_step
from runtime_edited.ir import Array, Graph, GraphError, Node, OpType
from runtime_edited.native import kernels
from runtime_edited.ops import OPS


class Backend(Protocol):
    """Something that can run some nodes."""

    def has(self, node: Node) -> bool:
        """Whether it can run this one."""

    def run(self, node: Node, arrays: Sequence[Array], sizes: Mapping[str, int]) -> Array:
        """The node's value."""


class NumpyBackend:
    """The registry's evaluators: every op, slowly and plainly."""

    def has(self, node: Node) -> bool:
        """All of them."""
        return True

    def run(self, node: Node, arrays: Sequence[Array], sizes: Mapping[str, int]) -> Array:
        """By numpy."""
        return evaluate(node, arrays, sizes)


class CBackend:
    """One kernel call for each node."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads
        self._weights = Weights()

    def has(self, node: Node) -> bool:
        """Those with a kernel for their element types."""
        return int(node.op) in kernels() and OPS[node.op].computes(node)

    def run(self, node: Node, arrays: Sequence[Array], sizes: Mapping[str, int]) -> Array:
        """By its kernel, on arrays made contiguous."""
        return one_step(node, [np.ascontiguousarray(array) for array in arrays], sizes, self.threads, self._weights)


class InterpretedExecutor:
    """Runs a graph without a plan: each value has memory of its own."""

    def __init__(self, graph: Graph, backends: Sequence[Backend] = (NumpyBackend(),)) -> None:
        graph.sort()
        graph.check()
        check_runnable(graph, [node for node in graph if node.op not in (OpType.INPUT, OpType.CONSTANT)])
        self.graph = graph
        self.backends = tuple(backends)

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs. Raises InputError for inputs that do not fit."""
        sizes = bind(self.graph.inputs, inputs)
        values: dict[Node, Array] = dict(zip(self.graph.inputs, inputs, strict=True))
        for node in self.graph:
            if node.op is OpType.CONSTANT:
                assert node.value is not None
                values[node] = node.value
            elif node.op is not OpType.INPUT:
                backend = next((one for one in self.backends if one.has(node)), None)
                if backend is None:
                    raise GraphError(f"%{node.name}: no backend has {node.op.name}")
                values[node] = backend.run(node, [values[given] for given in node.inputs], sizes)
        return [np.array(values[node]) for node in self.graph.outputs]
