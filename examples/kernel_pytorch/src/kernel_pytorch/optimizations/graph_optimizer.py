"""Find runs of kernel launches that are worth capturing and replaying as one device graph."""

from __future__ import annotations

import enum
import logging
from dataclasses import dataclass

logger = logging.getLogger(__name__)


class OptimizationLevel(enum.IntEnum):
    """How eager the capture is."""

    OFF = 0
    STATIC = 1
    AGGRESSIVE = 2


@dataclass(frozen=True)
class Launch:
    """One recorded kernel launch."""

    kernel: str
    microseconds: float
    static_shapes: bool = True


@dataclass(frozen=True)
class CapturedRegion:
    """Launches [start, stop) of a trace, replayed together."""

    start: int
    stop: int
    saving: float

    def __len__(self) -> int:
        return self.stop - self.start


class GraphOptimizer:
    """Records launches and proposes regions to capture."""

    LAUNCH_OVERHEAD = 6.0
    REPLAY_OVERHEAD = 9.0

    def __init__(self, level: OptimizationLevel = OptimizationLevel.STATIC, min_length: int = 2) -> None:
        self.level = level
        self.min_length = min_length
        self.trace: list[Launch] = []

    def record(self, kernel: str, microseconds: float, static_shapes: bool = True) -> None:
        self.trace.append(Launch(kernel, microseconds, static_shapes))

    def regions(self) -> list[CapturedRegion]:
        """Longest runs that save time, in trace order; none overlap."""
        if self.level is OptimizationLevel.OFF:
            return []
        found: list[CapturedRegion] = []
        start = 0
        for index in range(len(self.trace) + 1):
            if index < len(self.trace) and self._capturable(self.trace[index]):
                continue
            saving = self._saving(index - start)
            if index - start >= self.min_length and saving > 0:
                found.append(CapturedRegion(start, index, saving))
            start = index + 1
        logger.debug("%d launches, %d regions", len(self.trace), len(found))
        return found

    def share_of_overhead_saved(self) -> float:
        """What part of the launch overhead of the trace goes away."""
        overhead = len(self.trace) * self.LAUNCH_OVERHEAD
        return sum(region.saving for region in self.regions()) / overhead if overhead else 0.0

    def _capturable(self, launch: Launch) -> bool:
        # A kernel that runs long hides its own launch; capturing it only costs memory.
        if launch.microseconds > 100 * self.LAUNCH_OVERHEAD:
            return False
        return launch.static_shapes or self.level is OptimizationLevel.AGGRESSIVE

    def _saving(self, launches: int) -> float:
        return launches * self.LAUNCH_OVERHEAD - self.REPLAY_OVERHEAD
