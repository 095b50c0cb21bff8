"""What the library of release 0.3 worked out, where it has been built."""

from __future__ import annotations

import ctypes

from ..runtime import load


def fold(kind: str, left: float, right: float) -> float | None:
    """The sum or the product; None without the library."""
    library = load()
    if library is None:
        return None
    library.tt_legacy_fold.restype = ctypes.c_double
    return float(
        library.tt_legacy_fold(["add", "mul"].index(kind), ctypes.c_double(left), ctypes.c_double(right))
    )


def tiles(extent: int, size: int) -> int | None:
    """How many tiles cover the extent; None without the library."""
    library = load()
    count = getattr(library, "tt_legacy_tiles", None)
    return count(extent, size) if count else None
