"""One line on the terminal that says how far a long run is, and leaves nothing behind."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

PATIENCE = 0.7
"""Seconds: what takes less needs no progress line."""
EVERY = 0.1


class Progress:
    """Called with (done, of how many). Writes to stderr only, only where that is a terminal, and only after a while."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.next = time.monotonic() + PATIENCE
        self.shown = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, if it is time to."""
        now = time.monotonic()
        if now >= self.next and sys.stderr.isatty():
            self.next, self.shown = now + EVERY, True
            sys.stderr.write(f"\r\x1b[K{self.what} {done:,} of {total:,} files")
            sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
