"""Rewrite a graph of operations into a smaller one that computes the same."""

from __future__ import annotations

from collections.abc import Sequence

from .ir import OPERATIONS, Graph, Node


class GraphPass:
    """One rewrite. Subclasses return a new graph and never touch the one they were given."""

    name = "pass"

    def run(self, graph: Graph) -> Graph:
        raise NotImplementedError


class ConstantFolding(GraphPass):
    """Operations on constants become constants."""

    name = "constant-folding"

    def run(self, graph: Graph) -> Graph:
        constants: dict[str, float] = {}
        nodes = []
        for node in graph.nodes:
            if node.op == "const":
                constants[node.name] = node.value
            elif node.inputs and all(source in constants for source in node.inputs):
                value = OPERATIONS[node.op](*(constants[source] for source in node.inputs))
                constants[node.name] = value
                node = Node(node.name, "const", value=value)
            nodes.append(node)
        return Graph(nodes, list(graph.outputs))


class CommonSubexpressions(GraphPass):
    """Nodes that compute the same are computed once."""

    name = "common-subexpressions"

    def run(self, graph: Graph) -> Graph:
        first: dict[tuple, str] = {}
        replaced: dict[str, str] = {}
        nodes = []
        for node in graph.nodes:
            inputs = tuple(replaced.get(source, source) for source in node.inputs)
            key = (node.op, inputs, node.value)
            if node.op != "input" and key in first:
                replaced[node.name] = first[key]
                continue
            first[key] = node.name
            nodes.append(Node(node.name, node.op, inputs, node.value))
        return Graph(nodes, [replaced.get(name, name) for name in graph.outputs])


class DeadNodes(GraphPass):
    """Nodes that no output needs go away."""

    name = "dead-nodes"

    def run(self, graph: Graph) -> Graph:
        needed = set(graph.outputs)
        for node in reversed(graph.nodes):
            if node.name in needed:
                needed.update(node.inputs)
        return Graph([node for node in graph.nodes if node.name in needed], list(graph.outputs))


class GraphOptimizer:
    """Runs passes until none of them changes the graph."""

    def __init__(self, passes: Sequence[GraphPass] | None = None, max_rounds: int = 10) -> None:
        self.passes = list(passes) if passes is not None else [ConstantFolding(), CommonSubexpressions(), DeadNodes()]
        self.max_rounds = max_rounds
        self.applied: list[str] = []

    def optimize(self, graph: Graph) -> Graph:
        """The smallest graph that the passes reach; `applied` lists the passes that had an effect."""
        self.applied = []
        for _ in range(self.max_rounds):
            before = graph
            for step in self.passes:
                after = step.run(graph)
                if after != graph:
                    self.applied.append(step.name)
                graph = after
            if graph == before:
                break
        return graph
