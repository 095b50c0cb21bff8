"""Moved to `pkg.new`."""

from pkg.new import (
    b as b,
)

__all__ = [
    "b",
]
