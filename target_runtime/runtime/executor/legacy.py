"""The API of 0.4 over the executors of today, for one release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from warnings import warn

import numpy as np

from runtime.executor.compiled import CompiledExecutor
from runtime.executor.interpreted import Backend, CBackend, InterpretedExecutor, NumpyBackend
from runtime.ir import Array
from runtime.planner import Plan

BACKENDS = {"c": CBackend, "numpy": NumpyBackend}


class Executor:
    """CompiledExecutor(graph).run(inputs) and InterpretedExecutor(graph).run(inputs) are what to use."""

    def __init__(self, backends: Sequence[str | Backend] | None = None) -> None:
        said = "runtime.Executor goes in 0.6.0: use CompiledExecutor or InterpretedExecutor of runtime.executor"
        warn(said, DeprecationWarning, stacklevel=2)
        chosen = ("c", "numpy") if backends is None else backends
        self.backends = [BACKENDS[one]() if isinstance(one, str) else one for one in chosen]

    def execute(self, plan: Plan, inputs: Sequence[Any]) -> list[Array]:
        """Node by node, each by the first backend that has it."""
        return InterpretedExecutor(plan.graph, self.backends).run([np.asarray(value) for value in inputs])

    def compile_plan(self, plan: Plan) -> CompiledExecutor:
        """What `execute_compiled` takes. Raises GraphError where a kernel is missing."""
        return CompiledExecutor(plan.graph, choices=plan.choices)

    def execute_compiled(self, compiled: CompiledExecutor, inputs: Sequence[Any]) -> list[Array]:
        """All of it in one call."""
        return compiled.run([np.asarray(value) for value in inputs])
