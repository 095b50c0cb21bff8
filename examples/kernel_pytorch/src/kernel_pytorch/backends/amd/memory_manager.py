"""Device memory on AMD: one arena, best fit, neighbours joined on free."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from ...core.config import MemoryConfig
from .exceptions import AMDLaunchError, AMDMemoryError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Block:
    """A piece of the arena."""

    handle: int
    nbytes: int
    offset: int = 0


class AMDMemoryManager:
    """Cuts blocks out of one arena."""

    def __init__(self, config: MemoryConfig | None = None, on_full=None) -> None:
        self.config = config if config is not None else MemoryConfig()
        self.capacity = self.config.capacity_bytes
        self.live: dict[int, Block] = {}
        self.peak = 0
        self.on_full = on_full
        self._gaps: list[tuple[int, int]] = [(0, self.capacity)]
        self._next_handle = 1

    def allocate(self, nbytes: int) -> Block:
        """A block from the smallest gap that holds it; `on_full` may free something first."""
        size = self._round_up(nbytes)
        fitting = [gap for gap in self._gaps if gap[1] >= size]
        if not fitting and self._make_room(size):
            fitting = [gap for gap in self._gaps if gap[1] >= size]
        if not fitting:
            raise AMDMemoryError(size, self.available)
        offset, length = min(fitting, key=lambda gap: (gap[1], gap[0]))
        self._gaps.remove((offset, length))
        if length > size:
            self._gaps.append((offset + size, length - size))
        block = Block(self._next_handle, size, offset)
        self._next_handle += 1
        self.live[block.handle] = block
        self._note_peak()
        return block

    def free(self, block: Block) -> None:
        """Give a block back and join it with the gaps beside it."""
        if self.live.pop(block.handle, None) is None:
            raise AMDLaunchError(f"block {block.handle} is not live")
        joined: list[tuple[int, int]] = []
        for offset, length in sorted([*self._gaps, (block.offset, block.nbytes)]):
            if joined and sum(joined[-1]) == offset:
                joined[-1] = (joined[-1][0], joined[-1][1] + length)
            else:
                joined.append((offset, length))
        self._gaps = joined

    def _make_room(self, size: int) -> bool:
        if self.on_full is None:
            return False
        try:
            self.on_full(size)
        except:
            logger.warning("the on_full callback failed")
            return False
        return True

    @property
    def used(self) -> int:
        """Bytes in live blocks."""
        return sum(block.nbytes for block in self.live.values())

    @property
    def available(self) -> int:
        """Bytes in gaps."""
        return sum(length for _, length in self._gaps)

    def fragmentation(self) -> float:
        """0.0 when all free bytes lie together."""
        largest = max((length for _, length in self._gaps), default=0)
        return 1.0 - largest / self.available if self.available else 0.0

    def reset_peak(self) -> None:
        self.peak = self.used

    def utilization(self) -> float:
        return self.used / self.capacity

    def stats(self) -> dict[str, object]:
        return {"backend": "amd", "used": self.used, "peak": self.peak, "blocks": len(self.live)}

    def _note_peak(self) -> None:
        self.peak = max(self.peak, self.used)

    def _round_up(self, nbytes: int) -> int:
        unit = max(128, self.config.alignment)
        return max(unit, -(-nbytes // unit) * unit)
