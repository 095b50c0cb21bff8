"""Choose a numeric format for every layer of a model so that the summed error stays within a budget."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ...core.tensor import Tensor

__all__ = [
    "AdaptivePrecisionAllocator",
    "DEFAULT_ERROR_BUDGET",
    "LayerDecision",
    "PrecisionFormat",
    "clamp",
    "measure_sensitivity",
    "tensor_range",
]

logger = logging.getLogger(__name__)

DEFAULT_ERROR_BUDGET = 0.05


class PrecisionFormat(Enum):
    """A format in which a layer can compute."""

    FP32 = "fp32"
    FP16 = "fp16"
    BF16 = "bf16"
    FP8_E4M3 = "fp8_e4m3"
    MXFP6 = "mxfp6"
    NVFP4 = "nvfp4"  # needs a two-level scale


# Expected relative error of one layer, measured on transformer blocks.
EXPECTED_ERROR = {
    PrecisionFormat.FP32: 0.0,
    PrecisionFormat.FP16: 0.0005,
    PrecisionFormat.BF16: 0.004,
    PrecisionFormat.FP8_E4M3: 0.03,
    PrecisionFormat.MXFP6: 0.06,
    PrecisionFormat.NVFP4: 0.12,
}


def clamp(value: float, low: float, high: float) -> float:
    """The value, moved to the nearer bound if it lies outside."""
    return max(low, min(high, value))


def tensor_range(tensor: Tensor) -> float:
    """The largest magnitude in the tensor, 0.0 for an empty one."""
    return max((abs(value) for value in tensor.data), default=0.0)


def measure_sensitivity(tensor: Tensor) -> float:
    """How much rounding hurts this tensor, 0 (not at all) to 1: outliers far above the mean raise it."""
    if not tensor.size:
        return 0.0
    rms = math.sqrt(sum(value * value for value in tensor.data) / tensor.size)
    if rms == 0.0:
        return 0.0
    return clamp((tensor_range(tensor) / rms - 1.0) / 7.0, 0.0, 1.0)


@dataclass(frozen=True)
class LayerDecision:
    """The format of one layer and why it got it."""

    layer: str
    fmt: PrecisionFormat
    sensitivity: float
    error: float


class AdaptivePrecisionAllocator:
    """Assigns a format to every layer of a model.

    Layers that tolerate rounding go first to the narrowest format; the walk stops narrowing when
    the error budget of the whole model is spent.
    """

    def __init__(self, error_budget: float | None = None, keep: frozenset[str] = frozenset()) -> None:
        self.error_budget = DEFAULT_ERROR_BUDGET if error_budget is None else error_budget
        self.keep = keep
        self.decisions: list[LayerDecision] = []

    def assign(self, layers: Mapping[str, Tensor]) -> dict[str, PrecisionFormat]:
        """Layer name to format, in the order of the model. Layers in `keep` stay in FP32."""
        left = self.error_budget
        sensitivities = {name: measure_sensitivity(tensor) for name, tensor in layers.items()}
        chosen: dict[str, LayerDecision] = {}
        for name in sorted(layers, key=lambda layer: (sensitivities[layer], layer)):
            decision = self._decide(name, sensitivities[name], left)
            left -= decision.error
            chosen[name] = decision
        self.decisions = [chosen[name] for name in layers]
        logger.info("AdaptivePrecisionAllocator: %d layers, %.4f of the budget left", len(chosen), left)
        return {name: chosen[name].fmt for name in layers}

    def combined_with(self, other: "AdaptivePrecisionAllocator") -> "AdaptivePrecisionAllocator":
        """An allocator as strict as the stricter of both."""
        return AdaptivePrecisionAllocator(min(self.error_budget, other.error_budget), self.keep | other.keep)

    def explain(self) -> list[str]:
        """One line per layer for people."""
        return [
            f"{decision.layer}: {decision.fmt.value} (sensitivity {decision.sensitivity:.2f}, error {decision.error:.4f})"
            for decision in self.decisions
        ]

    def _decide(self, name: str, sensitivity: float, left: float) -> LayerDecision:
        best = LayerDecision(name, PrecisionFormat.FP32, sensitivity, 0.0)
        if name in self.keep:
            return best
        for fmt, expected in EXPECTED_ERROR.items():
            error = expected * (0.5 + sensitivity)
            if error <= left:
                best = LayerDecision(name, fmt, sensitivity, error)
        return best
