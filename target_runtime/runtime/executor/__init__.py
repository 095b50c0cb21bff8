"""Two ways to run a graph: all of it in one C call, or node by node over a chain of backends."""

from runtime.executor.compiled import CompiledExecutor
from runtime.executor.interpreted import CBackend, InterpretedExecutor, NumpyBackend
from runtime.executor.legacy import Executor

__all__ = ["CBackend", "CompiledExecutor", "Executor", "InterpretedExecutor", "NumpyBackend"]
