"""Device memory on NVIDIA: blocks belong to a stream and come back to it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ...core.config import MemoryConfig
from .exceptions import NvidiaDeviceError, NvidiaMemoryError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Block:
    """A piece of device memory."""

    handle: int
    nbytes: int
    stream: int = 0


class NvidiaMemoryManager:
    """Hands out blocks and keeps freed ones for the stream that used them."""

    def __init__(self, config: MemoryConfig | None = None, streams: int = 4) -> None:
        self.config = config if config is not None else MemoryConfig()
        self.capacity = self.config.capacity_bytes
        self.live: dict[int, Block] = {}
        self.peak = 0
        self._pools: dict[int, list[Block]] = {stream: [] for stream in range(streams)}
        self._next_handle = 1

    def allocate(self, nbytes: int, stream: int = 0) -> Block:
        """A block of at least `nbytes`, from the stream's own pool where one fits."""
        if stream not in self._pools:
            raise NvidiaDeviceError(f"no stream {stream}")
        size = self._round_up(nbytes)
        pool = self._pools[stream]
        for block in pool:
            if block.nbytes == size:
                pool.remove(block)
                self.live[block.handle] = block
                self._note_peak()
                return block
        if size > self.available:
            self.trim()
        if size > self.available:
            raise NvidiaMemoryError(size, self.available)
        block = Block(self._next_handle, size, stream)
        self._next_handle += 1
        self.live[block.handle] = block
        self._note_peak()
        return block

    def free(self, block: Block) -> None:
        """Give a block back; giving it back twice is an error."""
        if self.live.pop(block.handle, None) is None:
            raise NvidiaDeviceError(f"block {block.handle} is not live")
        self._pools[block.stream].append(block)

    def trim(self) -> int:
        """Return pooled blocks to the driver; the number of bytes returned."""
        returned = sum(block.nbytes for pool in self._pools.values() for block in pool)
        for pool in self._pools.values():
            pool.clear()
        logger.debug("trimmed %d bytes", returned)
        return returned

    @contextmanager
    def scratch(self, nbytes: int, stream: int = 0) -> Iterator[Block]:
        """A block for the body of a with statement. It is dropped, not pooled, if the body fails."""
        block = self.allocate(nbytes, stream)
        try:
            yield block
        except:
            # Whatever ended the body may have left work on the stream: the block must not be reused.
            del self.live[block.handle]
            raise
        self.free(block)

    @property
    def used(self) -> int:
        """Bytes in live blocks."""
        return sum(block.nbytes for block in self.live.values())

    @property
    def available(self) -> int:
        """Bytes that the driver can still give."""
        pooled = sum(block.nbytes for pool in self._pools.values() for block in pool)
        return self.capacity - self.used - pooled

    def reset_peak(self) -> None:
        self.peak = self.used

    def utilization(self) -> float:
        return self.used / self.capacity

    def stats(self) -> dict[str, object]:
        return {"backend": "nvidia", "used": self.used, "peak": self.peak, "blocks": len(self.live)}

    def _note_peak(self) -> None:
        self.peak = max(self.peak, self.used)

    def _round_up(self, nbytes: int) -> int:
        unit = max(256, self.config.alignment)
        return max(unit, -(-nbytes // unit) * unit)
