"""One C call runs the whole graph."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from runtime.executor.common import bind, check_runnable
from runtime.executor.programs import Program, Weights
from runtime.ir import Array, DType, Graph
from runtime.native import kernels
from runtime.planner import EVERYTHING, Choices, Plan


class CompiledExecutor:
    """A plan, and one program for each binding of the symbols that was met, the last `room` of them kept.

    Several threads may call `run`: they take turns, since a program has one arena.
    """

    def __init__(
        self, graph: Graph, threads: int = 1, choices: Choices = EVERYTHING, weights: DType = DType.F32, room: int = 16
    ) -> None:
        if threads < 1:
            raise ValueError(f"threads: 1 or more are wanted, {threads} given")
        self.plan = Plan(graph, choices)
        check_runnable(graph, self.plan.steps, kernels())
        self.graph = graph
        self.threads = threads
        self.room = room
        self._weights = Weights(weights)
        self._programs: dict[tuple[tuple[str, int], ...], Program] = {}
        self._lock = Lock()

    def program(self, inputs: Sequence[Array]) -> Program:
        """The program for inputs of these shapes. Raises InputError where they do not fit."""
        sizes = bind(self.graph, inputs)
        key = tuple(sizes.items())
        program = self._programs.pop(key, None)
        if program is None:
            program = Program(self.plan, sizes, self._weights, self.threads)
            while len(self._programs) >= self.room:
                self._programs.pop(next(iter(self._programs)))
        self._programs[key] = program  # the youngest stands last
        return program

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs, in arrays of their own, for contiguous inputs."""
        with self._lock:
            return self.program(inputs).run(inputs)
