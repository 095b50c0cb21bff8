"""What a callable takes, and whether another one takes all of it."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from migrate.gate.offer import Offer
from migrate.gate.shapes import UNKNOWN
from migrate.model import Json
from migrate.python.parameters import accepts, takes_anything

SHAPE = re.compile(r"(?P<marks>(?:@\S+ )*)(?P<kind>static |class |property )?(?P<wait>async )?def \((?P<takes>.*)\)\Z")
ANY = ["*args", "**kwargs"]
NO_SAY = frozenset({"typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "abc.ABC", "builtins.object"})
"""Bases that leave the constructor alone."""


@dataclass(frozen=True)
class Signature:
    """A function's shape, taken apart. `marks` are decorators that may change it in ways that the source does not tell."""

    takes: tuple[str, ...]
    kind: str = ""
    awaited: bool = False
    marks: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def parse(cls, shape: str) -> Self:
        """The signature of a function's shape."""
        found = SHAPE.match(shape)
        if found is None:
            return cls(tuple(ANY), marks=frozenset({shape}))
        takes = found["takes"]
        return cls(
            tuple(takes.split(", ")) if takes else (),
            (found["kind"] or "").strip(),
            bool(found["wait"]),
            frozenset(found["marks"].split()),
        )

    def breaks(self, old: Signature) -> Iterator[str]:
        """What a caller of the old one may do that this one does not take. Nothing where decorators leave it open."""
        if self.marks != old.marks:
            return
        if ("property" in (self.kind, old.kind) and self.kind != old.kind) or bool(self.kind) != bool(old.kind):
            yield f"was {_kind(old.kind)} and is {_kind(self.kind)}"
            return
        if self.awaited != old.awaited:
            yield "must be awaited now" if self.awaited else "can be awaited no more"
        if self.kind != "property":
            yield from accepts(old.takes, self.takes)


def _kind(kind: str) -> str:
    return {"": "a plain function", "property": "a property"}.get(kind, f"a {kind} method")


def constructor(offer: Offer, name: str, shape: Json) -> tuple[str, ...] | None:
    """What calling the class takes; None where the source does not tell."""
    if shape.get("opaque"):
        return None
    found = _constructor(offer, name, shape, frozenset({name}))
    return found if isinstance(found, tuple) else () if found == "object" else None


def _constructor(offer: Offer, name: str, shape: Json, seen: frozenset[str]) -> tuple[str, ...] | str:
    """The parameters, `object` where nobody says anything, `unknown`."""
    for method in ("__init__", "__new__"):
        own = shape["members"].get(method)
        if isinstance(own, str):
            signature = Signature.parse(own)
            return "unknown" if signature.marks or own == UNKNOWN else signature.takes
    if shape.get("fields") is not None:
        return _of_fields(offer, shape, seen)
    for base in shape["bases"]:
        if base in NO_SAY:
            continue
        found = offer.find(base)
        if isinstance(found.shape, dict):
            if found.name in seen or found.shape.get("opaque"):
                return "unknown"
            inherited = _constructor(offer, found.name, found.shape, seen | {found.name})
            if inherited != "object":
                return inherited
        else:
            kind = getattr(builtins, base.removeprefix("builtins."), None)
            return (
                ("*args",)
                if isinstance(kind, type) and issubclass(kind, Exception) and takes_anything(kind)
                else "unknown"
            )
    return "object"


def _of_fields(offer: Offer, shape: Json, seen: frozenset[str]) -> tuple[str, ...] | str:
    fields: dict[str, str] = {}
    chain = [shape]
    while chain[-1]["bases"]:
        told = [base for base in chain[-1]["bases"] if base not in NO_SAY and base != "typing.NamedTuple"]
        if not told:
            break
        found = offer.find(told[0])
        if not isinstance(found.shape, dict) or len(told) > 1 or found.name in seen:
            return "unknown"
        seen |= {found.name}
        chain.append(found.shape)
    for one in reversed(chain):
        for text in one.get("fields") or ():
            fields[text.removeprefix("* ").removesuffix("=")] = text
    plain = [text for text in fields.values() if not text.startswith("* ")]
    only = [text.removeprefix("* ") for text in fields.values() if text.startswith("* ")]
    return (*plain, *(["*", *only] if only else ()))
