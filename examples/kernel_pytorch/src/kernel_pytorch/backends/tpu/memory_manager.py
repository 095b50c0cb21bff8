"""Device memory on TPUs: buffers are padded to tiles of 8 by 128 and donated from step to step."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.config import MemoryConfig
from .exceptions import TPUDeviceNotFound, TPUOutOfMemory

TILE_BYTES = 8 * 128 * 4


@dataclass
class Buffer:
    """Whole tiles of one core's memory."""

    handle: int
    nbytes: int
    padding: int = 0
    donated: bool = False


class TPUMemoryManager:
    """Counts tiles; the compiler decides where they lie."""

    def __init__(self, config: MemoryConfig | None = None) -> None:
        self.config = config if config is not None else MemoryConfig()
        self.capacity = self.config.capacity_bytes
        self.live: dict[int, Buffer] = {}
        self.peak = 0
        self._next_handle = 1

    def allocate(self, nbytes: int) -> Buffer:
        """A buffer of whole tiles, a donated one of the same size before a new one."""
        size = self._round_up(nbytes)
        for buffer in self.live.values():
            if buffer.donated and buffer.nbytes == size:
                buffer.donated = False
                buffer.padding = size - nbytes
                return buffer
        if size > self.available:
            raise TPUOutOfMemory(size, self.available)
        buffer = Buffer(self._next_handle, size, size - nbytes)
        self._next_handle += 1
        self.live[buffer.handle] = buffer
        self._note_peak()
        return buffer

    def donate(self, buffer: Buffer) -> None:
        """Let the next buffer of this size take over the memory; nothing is freed."""
        self._known(buffer).donated = True

    def free(self, buffer: Buffer) -> None:
        del self.live[self._known(buffer).handle]

    def _known(self, buffer: Buffer) -> Buffer:
        if buffer.handle not in self.live:
            raise TPUDeviceNotFound(f"buffer {buffer.handle} is not live")
        return buffer

    @property
    def used(self) -> int:
        """Bytes in live buffers."""
        return sum(buffer.nbytes for buffer in self.live.values())

    @property
    def available(self) -> int:
        return self.capacity - self.used

    def wasted(self) -> int:
        """Bytes of padding."""
        return sum(buffer.padding for buffer in self.live.values())

    def reset_peak(self) -> None:
        self.peak = self.used

    def stats(self) -> dict[str, object]:
        return {"backend": "tpu", "used": self.used, "peak": self.peak, "blocks": len(self.live)}

    def _note_peak(self) -> None:
        self.peak = max(self.peak, self.used)

    def _round_up(self, nbytes: int) -> int:
        tiles = max(1, -(-nbytes // TILE_BYTES))
        return tiles * TILE_BYTES
