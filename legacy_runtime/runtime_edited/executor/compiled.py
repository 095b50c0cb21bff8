"""One C call runs the whole graph."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from threading import Lock

from runtime_edited.executor.common import ArenaError, bind, check_runnable
from runtime_edited.executor.programs import Program, Template, Weights
from runtime_edited.ir import Array, DType, Graph, Node
from runtime_edited.native import kernels
from runtime_edited.planner import EVERYTHING, Choices, Layout, Plan


class CompiledExecutor:
    """A plan, and one program for each binding of the symbols that was met, the last `room` of them kept.

    Several threads may call `run`: they take turns, since a program has one arena.
    """

    def __init__(
        self,
        graph: Graph,
        threads: int = 1,
        choices: Choices = EVERYTHING,
        weights: DType | Weights = DType.F32,
        room: int = 16,
        held: Mapping[Node, Array] | None = None,
        arena_limit: int | None = None,
    ) -> None:
        """`weights` says how constant weights are stored, or are those of another executor of the same graph.

        `held` are inputs that stay the same arrays for good: they are bound once, and not given to `run`.

        Sizes that want more than `arena_limit` bytes beside weights, inputs and outputs raise ArenaError: here where no
        size is left open, else when an input brings them.
        """
        if threads < 1:
            raise ValueError(f"threads: 1 or more are wanted, {threads} given")
        self.plan = Plan(graph, choices)
        check_runnable(graph, self.plan.steps, kernels())
        self.graph = graph
        self.room = room
        self.arena_limit = arena_limit
        self._threads = threads
        if not graph.symbols():
            self._lay({})
        self._template = Template(
            self.plan, weights if isinstance(weights, Weights) else Weights(weights), threads, held
        )
        self._programs: dict[tuple[tuple[str, int], ...], Program] = {}
        self._last: Program | None = None
        self._lock = Lock()

    def program(self, inputs: Sequence[Array]) -> Program:
        """The program for inputs of these shapes. Raises InputError where they do not fit."""
        sizes = bind(self._template.inputs, inputs)
        key = tuple(sizes.items())
        program = self._programs.pop(key, None)
        if program is None:
            layout = self._lay(sizes)
            try:
                program = Program(self._template, layout)
            except MemoryError as error:
                raise ArenaError(f"an arena of {layout.arena} bytes{_for(sizes)} is more than there is") from error
            while len(self._programs) >= self.room:
                self._programs.pop(next(iter(self._programs)))
        self._programs[key] = self._last = program  # the youngest stands last
        return program

    def _lay(self, sizes: Mapping[str, int]) -> Layout:
        layout = self.plan.lay(sizes, self._threads)
        if layout.arena > sys.maxsize // 2:
            raise ArenaError(f"an arena of {layout.arena} bytes{_for(sizes)} is more than any machine has")
        if self.arena_limit is not None and layout.arena > self.arena_limit:
            raise ArenaError(
                f"an arena of {layout.arena} bytes is needed{_for(sizes)}, arena_limit allows {self.arena_limit}"
            )
        return layout

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


def _for(sizes: Mapping[str, int]) -> str:
    return f" for {', '.join(f'{name} = {size}' for name, size in sizes.items())}" if sizes else ""
