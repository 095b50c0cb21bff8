"""The union of two enums of one name, where nobody could tell it from either."""

from __future__ import annotations

import ast
import re

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.refactoring.sameness import dump
from migrate.refactoring.units import Unit
from migrate.references.index import Index, Reference
from migrate.references.names import Meaning, Module

ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})
HARMLESS_CALLS = frozenset({"isinstance", "issubclass", "cast", "hasattr", "type", "field"})

Answer = tuple[list[Edit], str, Location | None]
"""The edits of the second module, or why there is no union, and where."""


def union_of_enums(index: Index, mine: Module, theirs: Module, name: str, here: Unit, there: Unit) -> Answer:
    """Add to the enum of `theirs` the members that only `mine` has."""
    ours, other = here.statements[0], there.statements[0]
    at = Location(mine.path, here.line)
    if not (isinstance(ours, ast.ClassDef) and isinstance(other, ast.ClassDef) and _is_enum(ours) and _is_enum(other)):
        return [], f"`{name}` is not an enum in both modules", at
    if [ast.dump(item) for item in (*ours.bases, *ours.keywords, *ours.decorator_list)] != [
        ast.dump(item) for item in (*other.bases, *other.keywords, *other.decorator_list)
    ]:
        return [], f"the two enums `{name}` have different bases or decorators", at
    my_members, their_members = _members(ours), _members(other)
    if any(_is_auto(value) for value in (*my_members.values(), *their_members.values())):
        return [], f"`{name}` counts its members with `auto()`: their values would shift", at
    for member in sorted(my_members.keys() & their_members.keys()):
        if ast.dump(my_members[member]) != ast.dump(their_members[member]):
            mine_says, theirs_say = ast.unparse(my_members[member]), ast.unparse(their_members[member])
            return (
                [],
                f"`{name}.{member}` is {mine_says} in one enum and {theirs_say} in the other",
                Location(mine.path, my_members[member].lineno),
            )
    extra = [member for member in my_members if member not in their_members]
    known = {ast.dump(value): member for member, value in their_members.items()}
    for member in extra:
        if (twin := known.get(ast.dump(my_members[member]))) is not None:
            return (
                [],
                f"`{name}.{member}` and `{name}.{twin}` have one value and would be one member",
                Location(mine.path, my_members[member].lineno),
            )
    if problem := _rest_differs(ours, other, name):
        return [], problem, at
    if extra or set(their_members) - set(my_members):
        for module, whole in ((mine, bool(set(their_members) - set(my_members))), (theirs, bool(extra))):
            if whole and (seen := _counted(index, module, name)):
                return [], f"{seen} looks at all members of `{module.name}.{name}`, of which there would be more", seen
    return _additions(mine, theirs, ours, other, extra), "", None


def _is_enum(node: ast.ClassDef) -> bool:
    return any(
        (base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")) in ENUMS for base in node.bases
    )


def _members(node: ast.ClassDef) -> dict[str, ast.expr]:
    found = {}
    for item in node.body:
        match item:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.startswith("_"):
                found[name] = value
    return found


def _is_auto(value: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Name | ast.Attribute) and (getattr(part, "id", "") or getattr(part, "attr", "")) == "auto"
        for part in ast.walk(value)
    )


def _rest_differs(ours: ast.ClassDef, other: ast.ClassDef, name: str) -> str:
    """Whether methods and the like differ; docstrings may."""
    mine, theirs = ({dump(item) for item in node.body if not _is_member(item)} for node in (ours, other))
    return f"the two enums `{name}` have different methods" if mine != theirs else ""


def _is_member(item: ast.stmt) -> bool:
    match item:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return not name.startswith("_")
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
    return False


def _counted(index: Index, module: Module, name: str) -> Location | None:
    """A place that could notice new members: it iterates, counts, or hands the enum to somebody who might."""
    for reference in index.references(f"{module.name}.{name}"):
        if reference.meaning == Meaning(module.name, name, ("__members__",)):
            return Location(reference.path, reference.line)
        if reference.meaning != Meaning(module.name, name) or reference.form not in ("name", "attribute"):
            continue
        if reference.use is not None and _is_whole(index.names.file(reference.path), reference):
            return Location(reference.path, reference.line)
    return None


def _is_whole(module: Module, reference: Reference) -> bool:
    """Whether the enum itself is used there as a value, and not one of its members."""
    use = reference.use
    assert use is not None
    last = (
        next((a for a in use.attributes if a.attr == reference.written), None)
        if reference.form == "attribute"
        else None
    )
    node: ast.AST = last or use.name
    if use.attributes and node is not use.attributes[-1]:
        return False
    if use.quoted is not None:
        return False
    for part in ast.walk(module.source.tree):
        match part:
            case (
                ast.For(iter=inner)
                | ast.AsyncFor(iter=inner)
                | ast.comprehension(iter=inner)
                | ast.Starred(value=inner)
            ) if inner is node:
                return True
            case ast.Call(func=func, args=args, keywords=keywords) if node in args or any(
                k.value is node for k in keywords
            ):
                called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                return called not in HARMLESS_CALLS
    return False


def _additions(mine: Module, theirs: Module, ours: ast.ClassDef, other: ast.ClassDef, extra: list[str]) -> list[Edit]:
    if not extra:
        return []
    their_members = [item for item in other.body if isinstance(item, ast.Assign)]
    last = their_members[-1] if their_members else other.body[-1]
    at, line = theirs.positions, newline_of(theirs.source.data)
    indent = at.decode(theirs.source.data[at.line_start(last.lineno) : at.start(last)])
    text = b""
    previous_end = ours.lineno
    for item in ours.body:
        first = item.lineno
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and item.targets[0].id in extra:
            comments = _comments(mine, previous_end + 1, first)
            start, end = mine.positions.line_start(first), mine.positions.line_start((item.end_lineno or first) + 1)
            own = mine.positions.decode(mine.source.data[start:end]).strip()
            for piece in [*comments, *re.split(r"\r\n|\r|\n", own)]:
                text += line + at.encode(indent + piece.strip())
        previous_end = item.end_lineno or first
    stop = at.line_start((last.end_lineno or last.lineno) + 1)
    while stop > at.end(last) and theirs.source.data[stop - 1 : stop] in (b"\n", b"\r"):
        stop -= 1
    return [Edit(stop, stop, text)]


def _comments(module: Module, first: int, end: int) -> list[str]:
    lines = module.source.lines[first - 1 : end - 1]
    return [line.strip() for line in lines if line.strip().startswith("#")]
