"""Finds the exception classes that a plan names, by their dotted names or by their last names alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.errors import nearest
from migrate.model import Location
from migrate.refactoring.refused import Refused
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy

STATEMENT = re.compile(rb"^[ \t]*class[ \t]+(\w+)[ \t]*\(", re.MULTILINE)


def find_exception(hierarchy: Hierarchy, name: str) -> Class:
    """The class of that name. Raises Refused: `no-such-name` with the nearest names, `ambiguous` for one of several."""
    if "." in name:
        found = hierarchy.find(name)
        if found is None:
            raise _missing(hierarchy, name)
        return found
    classes = sorted(_called(hierarchy, name), key=lambda cls: (cls.path, cls.line))
    if not classes:
        raise _missing(hierarchy, name)
    if len(classes) > 1:
        hint = "write one of " + ", ".join(f"`{cls.dotted}`" for cls in classes[:3])
        where = Location(classes[0].path, classes[0].line)
        raise Refused("ambiguous", f"{len(classes)} classes are called `{name}`", hint, where)
    return classes[0]


def _called(hierarchy: Hierarchy, name: str) -> Iterator[Class]:
    """The classes of the tree with that last name, those in functions aside."""
    for path in hierarchy.names.files_with(name):
        file = hierarchy.file(path) if path.suffix == ".py" else None
        for cls in file.classes.values() if file else ():
            if cls.name == name and "<locals>" not in cls.qualname:
                yield cls


def _missing(hierarchy: Hierarchy, name: str) -> Refused:
    written = {
        match.decode(errors="replace")
        for path in hierarchy.names.files_with("class")
        for match in STATEMENT.findall(hierarchy.names.data(path))
    }
    home, _, leaf = name.rpartition(".")
    hint = nearest(leaf, written, "name a class of the tree")
    what = f"`{home}` has no class `{leaf}`" if home else f"the tree has no class `{name}`"
    return Refused("no-such-name", what, hint)
