"""From a graph of operations to an ordered list of instructions."""

from .graph_optimizer import GraphOptimizer
from .ir import Graph, Node
from .lowering import Instruction, lower
from .scheduler import schedule

__all__ = ["Graph", "GraphOptimizer", "Instruction", "Node", "lower", "schedule"]
