"""Small models, and the comparison with PyTorch that the tests share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from runtime_edited import Session
from runtime_edited.executor import CBackend, InterpretedExecutor, NumpyBackend
from runtime_edited.judge import judge
from torch import nn

TOLERANCE = 2e-5
"""The largest error allowed, absolute and relative: float32 sums in another order."""


def same(
    model: nn.Module,
    *inputs: torch.Tensor,
    others: Sequence[Sequence[torch.Tensor]] = (),
    dynamic: Mapping[str, Mapping[int, str]] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    tolerance: float = TOLERANCE,
) -> Session:
    """A session of this model, which gave what PyTorch gives: compiled on one thread and on two, and node by node.

    Its memory plan was judged for every binding, and its results were equal bit by bit on any number of threads.
    """
    model = model.eval()
    one, two = (Session(model, inputs, dynamic=dynamic, kwargs=kwargs, threads=threads) for threads in (1, 2))
    for given in [inputs, *others]:
        with torch.no_grad():
            wanted = model(*given, **(kwargs or {}))
        expected = (
            [wanted] if isinstance(wanted, torch.Tensor) else list(getattr(wanted, "to_tuple", lambda w=wanted: w)())
        )
        found = _listed(one.run(*given))
        again = _listed(two.run(*given))
        arrays = [np.ascontiguousarray(item.detach().numpy()).reshape(item.shape) for item in given]
        by_node = InterpretedExecutor(one.graph, (CBackend(), NumpyBackend())).run(arrays)
        by_numpy = InterpretedExecutor(one.graph).run(arrays)
        for value, more, nodes, plain, right in zip(found, again, by_node, by_numpy, expected, strict=True):
            reference = right.detach().numpy()
            assert value.shape == reference.shape
            assert value.dtype == reference.dtype
            for result in (value, nodes, plain):
                np.testing.assert_allclose(result, reference, atol=tolerance, rtol=tolerance)
            np.testing.assert_array_equal(value, more)
        plan = one.plan
        for threads in (1, 2):
            judge(plan, plan.lay(one.sizes(*given), threads))
    return one


def _listed(result: Any) -> list[np.ndarray]:
    return list(result) if isinstance(result, tuple) else [result]


class Calls(nn.Module):
    """A model that is one function of its inputs, with some tensors as parameters."""

    def __init__(self, function: Any, **parameters: torch.Tensor) -> None:
        super().__init__()
        self.function = function
        for name, value in parameters.items():
            self.register_parameter(name, nn.Parameter(value, requires_grad=False))

    def forward(self, *inputs: torch.Tensor) -> Any:
        """What the function gives for the model and its inputs."""
        return self.function(self, *inputs)
