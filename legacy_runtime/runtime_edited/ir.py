"""The one intermediate representation: a graph of nodes in an order that runs, each with one output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from runtime_edited.dims import Dim, Shape, Sym

Array = NDArray[Any]


class OpType(IntEnum):
    """What a node does. The numbers are the ABI of the kernels: csrc_edited/ops.h is generated from them."""

    INPUT = 0
    CONSTANT = 1

    # 10-19 unary
    RELU = 10
    GELU = 11
    GELU_TANH = 12
    SILU = 13
    TANH = 14
    SIGMOID = 15
    EXP = 16
    SQRT = 17
    RSQRT = 18
    NEG = 19

    # 20-29 binary, with broadcasting
    ADD = 20
    SUB = 21
    MUL = 22
    DIV = 23
    POW = 24
    MAXIMUM = 25
    MINIMUM = 26

    # 30-39 reductions
    SUM = 30
    MEAN = 31
    MAX = 32
    ARGMAX = 33

    # 40-49 BLAS
    MATMUL = 40

    # 50-59 shape
    RESHAPE = 50
    TRANSPOSE = 51
    SLICE = 52
    CONCAT = 53
    EXPAND = 54
    EMBEDDING = 55
    CAST = 56
    WHERE = 57

    # 60-69 normalisation
    SOFTMAX = 60
    LAYER_NORM = 61
    RMS_NORM = 62

    # 70-79 fused
    LINEAR = 70
    ATTENTION = 71
    GEGLU = 72
    SWIGLU = 73
    ROPE = 74
    CACHED_ATTENTION = 75

    # from 100 on: folded before anything runs, or an error
    ARANGE = 100
    FULL = 101
    CUMSUM = 102
    DIFF = 103
    INDEX = 104
    EQ = 105
    NE = 106
    LT = 107
    LE = 108
    GT = 109
    GE = 110
    AND = 111
    OR = 112
    NOT = 113
    COS = 114
    SIN = 115
    TRIL = 116
    TRIU = 117
    ABS = 118
    LOG = 119

    @property
    def fold_only(self) -> bool:
        """Whether no kernel will ever run it."""
        return self >= 100

    @property
    def family(self) -> str:
        """The file of csrc_edited/ and the section of the registry that it belongs to."""
        names = {1: "unary", 2: "binary", 3: "reduce", 4: "matmul", 5: "shape", 6: "norm", 7: "fused"}
        return "fold" if self.fold_only else names.get(self // 10, "graph")


class DType(IntEnum):
    """The element types; the numbers are the ABI of the kernels. `F32` is what is computed in."""

    F32 = 0
    F64 = 1
    I64 = 2
    I32 = 3
    BOOL = 4
    BF16 = 5
    I8 = 6

    @property
    def numpy(self) -> np.dtype[Any]:
        """The numpy type. numpy has no bfloat16: it is held in 16-bit unsigned integers."""
        return np.dtype(_NUMPY[self])

    @property
    def size(self) -> int:
        """Bytes of one element."""
        return self.numpy.itemsize

    @staticmethod
    def of(dtype: np.dtype[Any] | type[Any]) -> DType:
        """The element type of a numpy type. Raises TypeError for one that the runtime does not know."""
        wanted = np.dtype(dtype)
        for known, name in _NUMPY.items():
            if np.dtype(name) == wanted and known is not DType.BF16:
                return known
        raise TypeError(f"no element type for {wanted}; known are {', '.join(_NUMPY.values())}")


_NUMPY = {
    DType.F32: "float32", DType.F64: "float64", DType.I64: "int64", DType.I32: "int32", DType.BOOL: "bool",
    DType.BF16: "uint16", DType.I8: "int8",
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Node:
    """One operation with one output of a known shape and element type. Passes mutate it; the graph owns it."""

    name: str
    op: OpType
    inputs: list[Node]
    shape: Shape
    dtype: DType
    attrs: dict[str, Any] = field(default_factory=dict)
    value: Array | None = None
    """Of a CONSTANT: its array, never written to."""

    def __repr__(self) -> str:
        return f"%{self.name}"


class GraphError(Exception):
    """A graph that cannot be run: it names the node, what was expected and what was found."""


class Graph:
    """Nodes in topological order, with the names of what goes in and what comes out."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.inputs: list[Node] = []
        self.outputs: list[Node] = []
        self._names: set[str] = set()

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def fresh(self, name: str) -> str:
        """That name, or with a number where it is taken."""
        chosen, count = name, 1
        while chosen in self._names:
            chosen, count = f"{name}_{count}", count + 1
        self._names.add(chosen)
        return chosen

    def input(self, name: str, shape: Iterable[Dim], dtype: DType) -> Node:
        """A new input."""
        node = self._append(Node(self.fresh(name), OpType.INPUT, [], tuple(shape), dtype))
        self.inputs.append(node)
        return node

    def constant(self, name: str, value: Array, before: Node | None = None) -> Node:
        """A new constant. The array is kept as it is: nobody may write to it from now on."""
        node = Node(self.fresh(name), OpType.CONSTANT, [], tuple(value.shape), DType.of(value.dtype), value=value)
        return self._append(node, before)

    def add(
        self,
        op: OpType,
        inputs: Iterable[Node],
        attrs: Mapping[str, Any] | None = None,
        name: str = "",
        before: Node | None = None,
    ) -> Node:
        """A new node, its shape and type drawn by the op's rule. Raises GraphError where the rule does not allow it."""
        from runtime_edited.ops import infer

        given, told = list(inputs), dict(attrs or {})
        label = self.fresh(name or op.name.lower())
        try:
            shape, dtype = infer(op, given, told)
        except (ValueError, IndexError, KeyError, TypeError) as error:
            what = ", ".join(f"{node}: {node.dtype.name}{list(node.shape)}" for node in given)
            raise GraphError(f"%{label} = {op.name}({what}) {told}: {error}") from error
        return self._append(Node(label, op, given, shape, dtype, told), before)

    def users(self) -> dict[Node, list[Node]]:
        """For each node those that read it, once for each time they do. Outputs are no users."""
        found: dict[Node, list[Node]] = {node: [] for node in self.nodes}
        for node in self.nodes:
            for given in node.inputs:
                found[given].append(node)
        return found

    def replace(self, old: Node, new: Node) -> None:
        """Let all that read `old`, and the outputs, read `new`. Nodes that nobody reads any more are left to `prune`."""
        for node in self.nodes:
            if old in node.inputs:
                node.inputs = [new if given is old else given for given in node.inputs]
        self.outputs = [new if node is old else node for node in self.outputs]

    def prune(self) -> int:
        """Drop what no output needs; inputs stay. Gives how many nodes went."""
        needed: set[Node] = set(self.inputs)
        waiting = list(self.outputs)
        while waiting:
            node = waiting.pop()
            if node not in needed:
                needed.add(node)
                waiting += node.inputs
        gone = [node for node in self.nodes if node not in needed]
        self.nodes = [node for node in self.nodes if node in needed]
        self._names -= {node.name for node in gone}
        return len(gone)

    def sort(self) -> None:
        """Bring the nodes into an order in which each comes after what it reads, keeping what can be kept of the old one.

        Raises GraphError for a cycle, naming the nodes on it.
        """
        place = {node: at for at, node in enumerate(self.nodes)}
        order: list[Node] = []
        state: dict[Node, int] = {}  # 1: on the way down, 2: done
        for root in self.nodes:
            path = [(root, iter(root.inputs))] if state.get(root) != 2 else []
            if path:
                state[root] = 1
            while path:
                node, rest = path[-1]
                given = next(rest, None)
                if given is None:
                    path.pop()
                    state[node] = 2
                    order.append(node)
                elif state.get(given) == 1:
                    names = [item.name for item, _ in path]
                    cycle = [*names[names.index(given.name) :], given.name]
                    raise GraphError(f"a cycle: {' <- '.join(cycle)}")
                elif given not in state:
                    if given not in place:
                        raise GraphError(f"%{node.name} reads %{given.name}, which is not in the graph")
                    state[given] = 1
                    path.append((given, iter(given.inputs)))
        self.nodes = order

    def check(self) -> None:
        """Raise GraphError for whatever could not run: order, names, shapes that the rules do not give, lost inputs."""
        from runtime_edited.ops import infer

        seen: set[Node] = set()
        names: set[str] = set()
        for node in self.nodes:
            for given in node.inputs:
                if given not in seen:
                    raise GraphError(f"%{node.name} reads %{given.name}, which does not come before it")
            if node.name in names:
                raise GraphError(f"two nodes are called %{node.name}")
            seen.add(node)
            names.add(node.name)
            if node.op is OpType.CONSTANT:
                if node.value is None or tuple(node.value.shape) != node.shape:
                    raise GraphError(f"%{node.name} is a constant without a value of its shape {list(node.shape)}")
            elif node.op is not OpType.INPUT:
                shape, dtype = infer(node.op, node.inputs, node.attrs)
                if (shape, dtype) != (node.shape, node.dtype):
                    raise GraphError(
                        f"%{node.name} is said to be {node.dtype.name}{list(node.shape)}, its rule gives {dtype.name}{list(shape)}"
                    )
        for node in (*self.inputs, *self.outputs):
            if node not in seen:
                raise GraphError(f"%{node.name} goes in or out, and is not in the graph")

    def symbols(self) -> tuple[str, ...]:
        """The symbols in the shapes of the inputs, sorted."""
        found = {name for node in self.inputs for dim in node.shape if isinstance(dim, Sym) for name in dim.symbols}
        return tuple(sorted(found))

    def __str__(self) -> str:
        lines = []
        for node in self.nodes:
            attrs = "".join(f", {name}={value}" for name, value in node.attrs.items())
            given = ", ".join(map(repr, node.inputs))
            lines.append(f"%{node.name}: {node.dtype.name}{list(node.shape)} = {node.op.name}({given}{attrs})")
        lines.append(f"return {', '.join(map(repr, self.outputs))}")
        return "\n".join(lines)

    def _append(self, node: Node, before: Node | None = None) -> Node:
        if before is None:
            self.nodes.append(node)
        else:
            self.nodes.insert(self.nodes.index(before), node)
        return node
