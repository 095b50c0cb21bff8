"""Turn a graph into instructions on numbered registers."""

from __future__ import annotations

from dataclasses import dataclass

from .ir import Graph

LATENCY = {"input": 0, "const": 0, "add": 4, "mul": 4, "matmul": 32, "neg": 2, "relu": 2}


@dataclass(frozen=True)
class Instruction:
    """`target` gets the result of `op` on the registers `sources`."""

    op: str
    target: int
    sources: tuple[int, ...]
    latency: int


def lower(graph: Graph, scheduled: bool = False) -> list[Instruction]:
    """One instruction per node, in graph order or, if asked, in the order that hides most latency."""
    register = {node.name: index for index, node in enumerate(graph.nodes)}
    instructions = [
        Instruction(node.op, register[node.name], tuple(register[source] for source in node.inputs), LATENCY[node.op])
        for node in graph.nodes
    ]
    if scheduled:
        # The scheduler needs Instruction at import time, so it is only known here.
        from .scheduler import schedule

        return schedule(instructions)
    return instructions


def lower_to_ptx(graph: Graph) -> str:
    """PTX text of the graph."""
    # TODO: waits for the register allocator
    pass
