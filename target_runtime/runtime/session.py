"""What a user calls: `Session(model, example).run(x)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from runtime.executor import CompiledExecutor
from runtime.executor.common import InputError, bind
from runtime.ir import Array, DType, Graph
from runtime.passes import optimize
from runtime.planner import EVERYTHING, Choices, Plan

STORED = ("F32", "BF16", "I8")
"""How constant weights may be stored."""


class Session:
    """A model ready to run on this CPU.

    `model` is a `torch.nn.Module` with an example of its inputs, or a Graph. Raises UnsupportedOp for what the runtime cannot
    do, GraphError for a graph that cannot be run, NotBuilt with the command to type where the kernels are missing.
    Several threads may call `run`; they take turns.
    """

    def __init__(
        self,
        model: Any,
        example: Sequence[Any] | Any = (),
        *,
        kwargs: Mapping[str, Any] | None = None,
        dynamic: Mapping[str, Mapping[int, str]] | None = None,
        threads: int = 1,
        weights: str = "f32",
        check_finite: bool = False,
        arena_limit: int | None = None,
        choices: Choices = EVERYTHING,
    ) -> None:
        """`dynamic` names sizes that differ from run to run: `{"input_ids": {1: "sequence"}}`.

        `weights` is how constant weights are stored: f32, bf16 or i8. With `check_finite`, NaN or infinity in an input or an
        output raises FloatingPointError. Sizes that want an arena of more than `arena_limit` bytes raise ArenaError.
        """
        if weights.upper() not in STORED:
            raise ValueError(f"weights: {', '.join(STORED).lower()} are known, {weights} given")
        if isinstance(model, Graph):
            self.graph = model
            model.sort()
            model.check()
        else:
            from runtime.exporter import export

            args = example if isinstance(example, list | tuple) else (example,)
            self.graph = export(model, args, kwargs, dynamic)
        self.made = optimize(self.graph)
        self.check_finite = check_finite
        self._executor = CompiledExecutor(self.graph, threads, choices, DType[weights.upper()], arena_limit=arena_limit)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in their order."""
        return tuple(node.name for node in self.graph.inputs)

    @property
    def plan(self) -> Plan:
        """The order, the sharing and the places that were chosen."""
        return self._executor.plan

    def sizes(self, *inputs: Any) -> dict[str, int]:
        """The sizes of the graph's symbols that these inputs have. Raises InputError where they do not fit."""
        return bind(self.graph.inputs, [_array(value) for value in inputs])

    def run(self, *inputs: Any) -> Any:
        """The output as a numpy array of its own, or a tuple of them.

        Takes numpy arrays and torch tensors. One that is not contiguous is copied. Raises InputError for another number of
        inputs, shape or element type: it names the input, what was expected and what was found.
        """
        for value in inputs:
            if type(value) is not np.ndarray:
                inputs = tuple(map(_array, inputs))
                break
        if self.check_finite:
            self._all_finite("input", self.inputs, inputs)
        outputs = self._executor.run(inputs)
        if self.check_finite:
            self._all_finite("output", [node.name for node in self.graph.outputs], outputs)
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    def seconds(self, *inputs: Any, times: int) -> list[float]:
        """How long the C call alone takes for these inputs, so many times over."""
        return self._executor.seconds(list(map(_array, inputs)), times)

    def _all_finite(self, what: str, names: Sequence[str], arrays: Sequence[Array]) -> None:
        for name, array in zip(names, arrays, strict=False):
            if array.dtype.kind == "f" and not np.isfinite(array).all():
                at = tuple(int(axis[0]) for axis in np.nonzero(~np.isfinite(array)))
                raise FloatingPointError(f"{what} `{name}` is {array[at]} at {list(at)}")


def _array(value: Any) -> Array:
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "detach"):  # a torch tensor, without torch being imported here
        return np.asarray(value.detach().cpu().numpy())
    raise InputError(f"an array or a tensor is wanted, {type(value).__name__} found")
