"""The graph that the compiler passes work on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Node:
    """One operation; `inputs` are names of other nodes."""

    name: str
    op: str
    inputs: tuple[str, ...] = ()
    value: float | None = None


@dataclass
class Graph:
    """Nodes in the order in which they were built, each after its inputs."""

    nodes: list[Node] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    def add(self, name: str, op: str, *inputs: str, value: float | None = None) -> str:
        known = {node.name for node in self.nodes}
        missing = [source for source in inputs if source not in known]
        if missing:
            raise ValueError(f"{name} reads unknown nodes: {', '.join(missing)}")
        if name in known:
            raise ValueError(f"{name} is there already")
        self.nodes.append(Node(name, op, inputs, value))
        return name

    def node(self, name: str) -> Node:
        return next(node for node in self.nodes if node.name == name)

    def users(self, name: str) -> list[Node]:
        return [node for node in self.nodes if name in node.inputs]

    def evaluate(self, **inputs: float) -> list[float]:
        """The outputs for scalar inputs: the judge of every pass."""
        values: dict[str, float] = {}
        for node in self.nodes:
            if node.op == "input":
                values[node.name] = inputs[node.name]
            elif node.op == "const":
                values[node.name] = node.value
            else:
                values[node.name] = OPERATIONS[node.op](*(values[source] for source in node.inputs))
        return [values[name] for name in self.outputs]


OPERATIONS = {
    "add": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "matmul": lambda a, b: a * b,
    "neg": lambda a: -a,
    "relu": lambda a: max(0.0, a),
}
