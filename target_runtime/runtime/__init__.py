"""A small neural-network inference runtime for CPUs: torch.export, one graph, passes, a memory plan, one C call.

from runtime import Session, load, save

session = Session(model, example)
output = session.run(x)
save(session.graph, "model.graph")
output = Session(load("model.graph")).run(x)
"""

from runtime.executor import Executor
from runtime.ir import DType, Graph, GraphError, Node, OpType
from runtime.passes import run_passes
from runtime.planner import make_plan
from runtime.saving import load, save
from runtime.session import Session

__all__ = [
    "DType", "Executor", "Graph", "GraphError", "Node", "OpType", "Session", "load", "make_plan", "run_passes", "save",
]  # fmt: skip
