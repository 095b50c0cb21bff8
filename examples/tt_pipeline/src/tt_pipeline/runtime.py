"""The library that runs plans, where it has been built."""

from __future__ import annotations

import ctypes
import os

from .plan import VERSION


def load() -> ctypes.CDLL | None:
    """The library that TT_PIPELINE_LIBRARY names, None without one. Raises for a library of another version."""
    path = os.environ.get("TT_PIPELINE_LIBRARY")
    if not path:
        return None
    library = ctypes.CDLL(path)
    if library.tt_plan_version() != VERSION:
        raise RuntimeError(f"{path} reads plans of version {library.tt_plan_version()}, not {VERSION}")
    return library
