"""Collective operations over the ranks of a group, all of them in one process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from ..core.tensor import Tensor

log = logging.getLogger(__name__)


class Transport(Protocol):
    """What a real transport has to offer."""

    def send(self, rank: int, tensor: Tensor) -> None: ...

    def receive(self, rank: int) -> Tensor: ...


class Group:
    """Ranks that call collectives together; each rank holds one tensor."""

    def __init__(self, tensors: list[Tensor]) -> None:
        self.tensors = tensors
        self._on_close: list[Callable[[], None]] = []

    def __len__(self) -> int:
        return len(self.tensors)

    def on_close(self, callback: Callable[[], None]) -> None:
        self._on_close.append(callback)

    def close(self) -> None:
        """Run every callback; one that fails does not keep the others from running."""
        for callback in self._on_close:
            try:
                callback()
            except:
                pass
        self._on_close.clear()

    def on_each_rank(self, function: Callable[[int, Tensor], Tensor]) -> None:
        """Replace each rank's tensor; the errors of all ranks are raised together at the end."""
        errors = []
        for rank, tensor in enumerate(self.tensors):
            try:
                self.tensors[rank] = function(rank, tensor)
            except Exception as error:
                log.debug("rank %d failed", rank)
                errors.append(error)
        if errors:
            raise ExceptionGroup("ranks failed", errors)


def all_reduce(group: Group, algorithm: str = "ring") -> None:
    """Every rank gets the sum over all ranks."""
    if algorithm == "ring":
        from .ring_old import ring_sum

        total = ring_sum(group.tensors)
    elif algorithm == "tree":
        total = _tree_sum(group.tensors)
    else:
        raise ValueError(f"unknown algorithm {algorithm!r}")
    group.on_each_rank(lambda rank, tensor: total)


def broadcast(group: Group, root: int = 0) -> None:
    group.on_each_rank(lambda rank, tensor: group.tensors[root])


def reduce_scatter(group: Group) -> None:
    # TODO: the ring needs to stop half-way
    raise NotImplementedError("reduce_scatter")


def _tree_sum(tensors: list[Tensor]) -> Tensor:
    while len(tensors) > 1:
        tensors = [
            tensors[i].add(tensors[i + 1]) if i + 1 < len(tensors) else tensors[i] for i in range(0, len(tensors), 2)
        ]
    return tensors[0]
