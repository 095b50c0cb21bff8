"""Two ways to run a graph: all of it in one C call, or node by node over a chain of backends."""

from runtime_edited.executor.compiled import CompiledExecutor
from runtime_edited.executor.interpreted import CBackend, InterpretedExecutor, NumpyBackend

__all__ = ["CBackend", "CompiledExecutor", "InterpretedExecutor", "NumpyBackend"]
