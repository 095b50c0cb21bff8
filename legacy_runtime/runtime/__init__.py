"""Inference on CPUs without a framework.

    from runtime import Executor, make_plan, run_passes
    from runtime.exporter import export

    graph = export(model, (x,))
    run_passes(graph)
    outputs = Executor().execute(make_plan(graph), [x.numpy()])
"""

from runtime.executor import Executor
from runtime.ir import DType, Graph, GraphError, Node, OpType
from runtime.passes import run_passes
from runtime.planner import make_plan

__version__ = "0.4.2"

__all__ = ["DType", "Executor", "Graph", "GraphError", "Node", "OpType", "make_plan", "run_passes"]
