"""One C call runs the whole graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock

from runtime_edited.executor.common import bind, check_runnable
from runtime_edited.executor.programs import Program, Template, Weights
from runtime_edited.ir import Array, DType, Graph, Node
from runtime_edited.native import kernels
from runtime_edited.planner import EVERYTHING, Choices, Plan


class CompiledExecutor:
    """A plan, and one program for each binding of the symbols that was met, the last `room` of them kept.

    Several threads may call `run`: they take turns, since a program has one arena.
    """

    def __init__(
        self,
        graph: Graph,
        threads: int = 1,
        choices: Choices = EVERYTHING,
        weights: DType = DType.F32,
        room: int = 16,
        held: Mapping[Node, Array] | None = None,
    ) -> None:
        """`held` are inputs that stay the same arrays for good: they are bound once, and not given to `run`."""
        if threads < 1:
            raise ValueError(f"threads: 1 or more are wanted, {threads} given")
        self.plan = Plan(graph, choices)
        check_runnable(graph, self.plan.steps, kernels())
        self.graph = graph
        self.room = room
        self._template = Template(self.plan, Weights(weights), threads, held)
        self._programs: dict[tuple[tuple[str, int], ...], Program] = {}
        self._last: Program | None = None
        self._lock = Lock()

    def program(self, inputs: Sequence[Array]) -> Program:
        """The program for inputs of these shapes. Raises InputError where they do not fit."""
        sizes = bind(self._template.inputs, inputs)
        key = tuple(sizes.items())
        program = self._programs.pop(key, None)
        if program is None:
            program = Program(self._template, sizes)
            while len(self._programs) >= self.room:
                self._programs.pop(next(iter(self._programs)))
        self._programs[key] = self._last = program  # the youngest stands last
        return program

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """The outputs, in arrays of their own. An input that is not contiguous is copied."""
        with self._lock:
            last = self._last
            if last is None or not last.takes(inputs):
                last = self.program(inputs)
            return last.run(inputs)

    def seconds(self, inputs: Sequence[Array], times: int) -> list[float]:
        """How long the C call takes, so many times over."""
        with self._lock:
            return self.program(inputs).seconds(inputs, times)
