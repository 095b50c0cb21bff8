"""Parts of a class as mixins: their methods stand verbatim in classes of their own, from which the class inherits first of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model import Location
from migrate.python.edits import Edit, Unplaced
from migrate.refactoring.moving.arrival import own_start
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.bodies import Body
from migrate.refactoring.splitting.clusters import Cluster, Clusters
from migrate.refactoring.splitting.members import Members
from migrate.refactoring.units import units_of
from migrate.references.members.classes import Class

OPENING = re.compile(rb"(?:[ \t\f]|\\\r?\n)*\((?P<blank>[ \t\f]*)(?P<close>\))?")


def mixin_edits(members: Members, clusters: Clusters) -> Iterator[Edit]:
    """The edits of the module that make the parts. Raises Refused, Unplaced where the text does not allow it."""
    body = Body(members)
    yield with_bases(members.cls, [part.name for part in clusters.parts])
    yield from body.cuts({name for part in clusters.parts for name in part.methods})
    place = above(members.cls)
    text = b"".join(_mixin(members, body, part) + body.line * 2 for part in clusters.parts)
    yield Edit(place, place, text)


def above(cls: Class) -> int:
    """Where the class begins, with the comments right above it. Raises Refused where its line is not its own."""
    unit = next((unit for unit in units_of(cls.module) if cls.node in unit.statements), None)
    if unit is None or len(unit.statements) > 1:
        where = Location(cls.path, cls.line, symbol=cls.name)
        raise Refused("one-line", f"{where} shares its line with something else", "give it lines of its own", where)
    return own_start(cls.module, unit)


def _mixin(members: Members, body: Body, part: Cluster) -> bytes:
    line, indent = body.line, body.indent
    encode = members.cls.module.positions.encode
    text = encode(f"class {part.name}:") + line
    text += indent + encode(f'"""The part of `{members.cls.name}` around {told(part)}."""') + line
    if "__slots__" in members.cls.body:
        text += line + indent + b"__slots__ = ()" + line
    return text + body.text(part.methods)


def told(part: Cluster) -> str:
    """What a part is about, in a few words."""
    names = [f"`{name}`" for name in part.attributes or part.methods]
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")


def with_bases(cls: Class, names: list[str]) -> Edit:
    """The edit that puts these bases before all others. Raises Unplaced where a comment is in the way."""
    at, data = cls.module.positions, cls.module.source.data
    end = at.definition_span(cls.node)[1]
    given = ", ".join(names)
    if not (cls.node.bases or cls.node.keywords):
        opening = OPENING.match(data, end)
        if opening is None:
            return Edit(end, end, at.encode(f"({given})"))
        if opening["close"] is None:
            raise Unplaced(f"{cls.path}:{cls.line}: the parentheses of `{cls.name}` hold a comment")
        return Edit(opening.start("blank"), opening.end("blank"), at.encode(given))
    opening = OPENING.match(data, end)
    if opening is None:
        raise Unplaced(f"{cls.path}:{cls.line}: no bases where they should be")
    place = opening.start("blank")
    return Edit(place, place, at.encode(f"{given}, " if opening["blank"] == b"" else f"{given},"))
