"""What a set of modules offers, asked by dotted name: through re-exports, aliases, star imports and base classes."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.gate.shapes import UNKNOWN
from migrate.model import Json
from migrate.python.imports import parents_of


@dataclass(frozen=True, slots=True)
class Found:
    """What a dotted name finds. `name` is where it is really defined, as far as the tree tells."""

    what: Literal["shape", "module", "unknown", "missing"]
    name: str = ""
    shape: Json = None


MISSING = Found("missing")
OUTSIDE = Found("unknown")


class Offer:
    """Modules by name with their shapes; None for one that could not be parsed. Names outside `tops` are others' business."""

    def __init__(self, shapes: Mapping[str, Json], tops: frozenset[str]) -> None:
        self.shapes = shapes
        self.tops = tops

    @cached_property
    def folders(self) -> frozenset[str]:
        """Dotted names of what lies above modules: packages and namespace packages."""
        return frozenset(parent for module in self.shapes for parent in parents_of(module))

    def find(self, name: str) -> Found:
        """What importing the name's module and following its attributes gives."""
        return self._find(name, frozenset())

    def _find(self, name: str, seen: frozenset[str]) -> Found:
        if name in seen or not name:
            return Found("unknown", name)
        seen |= {name}
        parts = name.split(".")
        if parts[0] not in self.tops:
            return Found("unknown", name)
        for cut in range(len(parts), 0, -1):
            module = ".".join(parts[:cut])
            if module in self.shapes or module in self.folders:
                break
        else:
            return MISSING
        if cut == len(parts):
            return Found("module", name)
        if module not in self.shapes:
            return MISSING
        return self._within(module, parts[cut:], seen)

    def _within(self, module: str, rest: list[str], seen: frozenset[str]) -> Found:
        offered = self.shapes[module]
        if offered is None:
            return Found("unknown", ".".join([module, *rest]))
        shape = offered["names"].get(rest[0])
        if shape is not None:
            return self._follow(f"{module}.{rest[0]}", shape, rest[1:], seen)
        unsure = offered["open"]
        for star in offered["stars"]:
            found = self._find(".".join([star, *rest]), seen)
            if found.what != "missing":
                if found.what != "unknown":
                    return found
                unsure = True
        return Found("unknown", ".".join([module, *rest])) if unsure else MISSING

    def _follow(self, name: str, shape: Json, rest: list[str], seen: frozenset[str]) -> Found:
        if isinstance(shape, str) and shape.startswith("> "):
            return self._find(".".join([shape[2:], *rest]), seen)
        if not rest:
            return Found("shape", name, shape)
        if isinstance(shape, dict):
            return self.member(name, shape, rest, seen)
        return Found("unknown", name)

    def member(self, name: str, shape: Json, rest: list[str], seen: frozenset[str] = frozenset()) -> Found:
        """What an attribute of that class is, its bases included."""
        own = shape["members"].get(rest[0])
        if own is not None:
            return self._follow(f"{name}.{rest[0]}", own, rest[1:], seen)
        found = MISSING
        for base in shape["bases"]:
            there = self._find(base, seen)
            if there.what == "shape" and isinstance(there.shape, dict):
                there = self.member(there.name, there.shape, rest, seen | {base})
            elif base == "builtins.object":
                there = MISSING
            elif there.what != "missing":
                there = Found("unknown", base)
            if there.what == "shape":
                return there
            if there.what == "unknown":
                found = there
        return found

    def order(self, name: str, shape: Json, above: frozenset[str] = frozenset()) -> list[str] | None:
        """The class's method resolution order, itself first; None where a base is unknown, or there is no order."""
        if name in above:
            return None
        rows = []
        for base in shape["bases"]:
            found = self._find(base, frozenset()) if base != UNKNOWN else OUTSIDE
            if isinstance(found.shape, dict):
                row = self.order(found.name, found.shape, above | {name})
            else:
                kind = getattr(builtins, base.removeprefix("builtins."), None) if base.startswith("builtins.") else None
                row = [f"builtins.{item.__name__}" for item in kind.__mro__] if isinstance(kind, type) else None
            if row is None:
                return None
            rows.append(row)
        return _merged(name, [*rows, [row[0] for row in rows]])

    def ancestors(self, name: str, shape: Json) -> Iterator[str]:
        """The class's base classes, near and far, by the name where each is defined; `?` for one that cannot be told."""
        waiting, seen = [*shape["bases"]], {name}
        while waiting:
            base = waiting.pop()
            found = self._find(base, frozenset()) if base != UNKNOWN else OUTSIDE
            known = found.name or base
            if known in seen:
                continue
            seen.add(known)
            yield known
            if isinstance(found.shape, dict):
                waiting += found.shape["bases"]


def _merged(name: str, rows: list[list[str]]) -> list[str] | None:
    """C3: the first that stands in no other row's tail, again and again (Barrett et al., OOPSLA 1996)."""
    order, rows = [name], [row for row in rows if row]
    while rows:
        first = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if first is None:
            return None
        order.append(first)
        rows = [rest for row in rows if (rest := row[1:] if row[0] == first else row)]
    return order
