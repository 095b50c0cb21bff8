"""Tokens one after the other: a model's graph over its next rows, with caches for keys and values."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from runtime.executor import CompiledExecutor
from runtime.executor.common import InputError
from runtime.ir import Array, DType
from runtime.passes import optimize
from runtime.passes.generation import last_row, use_caches


class Generator:
    """Writes on where a text stops. The caches are those of one text: `reset` forgets it."""

    def __init__(
        self, model: Any, *, capacity: int = 1024, batch: int = 1, threads: int = 1, weights: str = "f32"
    ) -> None:
        """`model` maps `input_ids` [batch, sequence] to logits, causally; `capacity` is the longest text, prompt included.

        Raises UnsupportedOp or GraphError for a model that cannot be run so.
        """
        import torch

        from runtime.exporter import export

        example = torch.zeros((batch, 7), dtype=torch.int64)
        cacheless = "use_cache" in inspect.signature(model.forward).parameters
        kwargs = {"use_cache": False} if cacheless else None
        graph = export(model, (example,), kwargs, {"input_ids": {1: "rows"}})
        optimize(graph)
        last_row(graph, "rows")
        cached = use_caches(graph, "rows", capacity)
        optimize(graph)
        self.graph = graph
        self.capacity = capacity
        self.past = 0
        self._caches = [np.zeros(tuple(int(size) for size in node.shape), np.float32) for node in cached.caches]  # type: ignore[arg-type]
        held = dict(zip(cached.caches, self._caches, strict=True))
        self._executor = CompiledExecutor(graph, threads, weights=DType[weights.upper()], held=held)
        self._names = [node.name for node in graph.inputs if node not in held]

    def reset(self) -> None:
        """Forget the text."""
        self.past = 0

    def step(self, ids: Array) -> Array:
        """The logits [batch, vocabulary] after these tokens [batch, rows], which come behind those of earlier steps.

        Raises InputError where the text would be longer than the capacity.
        """
        ids = np.ascontiguousarray(ids, dtype=np.int64)
        rows = ids.shape[1]
        if self.past + rows > self.capacity:
            raise InputError(f"{self.past} tokens and {rows} more are longer than the capacity of {self.capacity}")
        given = {
            "positions": np.arange(self.past, self.past + rows, dtype=np.int64),
            "past": np.array([self.past], dtype=np.int64),
        }
        arrays = [given.get(name, ids) for name in self._names]
        (logits,) = self._executor.run(arrays)
        self.past += rows
        return logits[:, -1]

    def generate(self, ids: Array, count: int, choose: Callable[[Array], Array] | None = None) -> Array:
        """The tokens [batch, count] that follow the prompt `ids`; `choose` maps logits to tokens, the likeliest if left out."""
        pick = choose or (lambda logits: np.argmax(logits, axis=-1))
        self.reset()
        found = []
        given = ids
        for _ in range(count):
            token = np.asarray(pick(self.step(given)), dtype=np.int64)
            found.append(token)
            given = token[:, None]
        return np.stack(found, axis=1)
