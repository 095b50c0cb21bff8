"""Where the wings lie (beside the package in a checkout, inside it in a wheel), and where the cache may be."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
HOME = PACKAGE / "wings" if (PACKAGE / "wings").is_dir() else PACKAGE.parent


def cache_folder() -> Path:
    """The user's cache folder for `migrate`; `MIGRATE_CACHE` moves it. It is not made here."""
    if chosen := os.environ.get("MIGRATE_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "migrate"
