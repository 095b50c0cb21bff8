"""Optimize a graph, lower it and compare schedules."""

from kernel_pytorch.compiler import Graph, GraphOptimizer, lower, schedule
from kernel_pytorch.compiler.scheduler import makespan


def build() -> Graph:
    graph = Graph()
    graph.add("x", "input")
    graph.add("w", "const", value=0.5)
    graph.add("b", "const", value=1.0)
    graph.add("wb", "mul", "w", "b")
    graph.add("small", "relu", "x")
    graph.add("big", "matmul", "x", "wb")
    graph.add("out", "add", "small", "big")
    graph.outputs = ["out"]
    return graph


if __name__ == "__main__":
    graph = build()
    optimized = GraphOptimizer().optimize(graph)
    plain, ordered = lower(optimized), schedule(lower(optimized))
    print(f"{len(graph.nodes)} nodes, {len(optimized.nodes)} after optimization")
    print(f"{makespan(plain)} cycles as built, {makespan(ordered)} scheduled")
