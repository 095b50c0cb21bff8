"""How a complaint about a plan shows a value, and what else it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from migrate.errors import nearest


def guess(name: str, known: Sequence[str]) -> str:
    """The nearest of `known`, or all of them where none is near."""
    listed = ", ".join(f"`{item}`" for item in known)
    return nearest(name, list(known), f"expected one of {listed}" if known else "no keys are expected here")


def shown(value: object) -> str:
    """A value of a plan as its author would recognise it, cut to a readable length."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}…"'
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)
