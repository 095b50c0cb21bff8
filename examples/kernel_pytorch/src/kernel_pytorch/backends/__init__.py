"""One package per vendor; `create` picks one by name."""

from .registry import Backend, create, names

__all__ = ["Backend", "create", "names"]
