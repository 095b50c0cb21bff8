"""Makes one configuration class inherit from another one of its module: the fields and methods that both have go."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from migrate.model import Location
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.python.source import last_name
from migrate.refactoring.unifying.config_classes import BY_POSITION, ConfigClass, bound_name, config_classes
from migrate.refactoring.unifying.config_pairs import Pair
from migrate.refactoring.unifying.header import header_of_class
from migrate.references.index import Index
from migrate.references.names import Module

ASKING = frozenset({"isinstance", "issubclass", "register"})
PLAIN_DECORATORS = frozenset({"property", "cached_property", "classmethod", "staticmethod"})
COMMENT = re.compile(rb"[ \t]*#")


class Apart(Exception):
    """Why the one class cannot inherit from the other."""


@dataclass(frozen=True)
class Inherited:
    """The module's bytes with the one class below the other, and what a reader should know."""

    text: bytes
    dropped: int
    """How many fields and methods the subclass no longer writes."""
    gains: tuple[str, ...]
    """The methods that it did not have."""


def check_inheriting(pair: Pair) -> list[str]:
    """The names of what `mine` would gain below `theirs`. Raises Apart where callers could tell that it inherits."""
    mine, theirs = pair.mine, pair.theirs
    if mine.kind == "named-tuple":
        raise Apart("a NamedTuple inherits no fields")
    if not pair.same_frame:
        raise Apart("they are not made in the same way (decorators, bases)")
    if missing := pair.named("only in into"):
        raise Apart(f"it has no `{missing[0]}`")
    if "other type" in {item.says for item in pair.fields}:
        raise Apart("a field has another type")
    if mine.kind in (*BY_POSITION, "pydantic") and list(mine.fields)[: len(theirs.fields)] != list(theirs.fields):
        raise Apart("its fields have another order")
    if any(last_name(item) == "final" for item in theirs.node.decorator_list):
        raise Apart("the other one is final")
    if any(isinstance(part, ast.Name) and part.id in ("super", "__class__") for part in ast.walk(mine.node)):
        raise Apart("it asks `super()`")
    return list(_gains(mine, theirs))


def _gains(mine: ConfigClass, theirs: ConfigClass) -> Iterator[str]:
    for node in theirs.rest:
        name = bound_name(node)
        if name and name in mine.members:
            continue
        plain = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and all(
            isinstance(item, ast.Name) and item.id in PLAIN_DECORATORS for item in node.decorator_list
        )
        if not plain or name.startswith("_") or name in mine.fields:
            shown = f"`{name}`" if name else f"`{ast.unparse(node).splitlines()[0]}`"
            raise Apart(f"it would inherit {shown}")
        yield name


def askers(index: Index, dotted: str, calls: Collection[str], attributes: Collection[str]) -> Iterator[Location]:
    """Where the tree gives that class to one of these calls, asks it for one of these attributes, or compares it."""
    for reference in index.references(dotted):
        if reference.use is None or reference.form not in ("name", "attribute"):
            continue
        module, where = index.names.file(reference.path), Location(reference.path, reference.line)
        node: ast.AST = reference.use.name
        while isinstance(outer := module.parents.get(node), ast.Attribute | ast.Tuple):
            if isinstance(outer, ast.Attribute) and outer.attr in attributes:
                yield where
            node = outer
        match outer:
            case ast.Call(func=func) if func is not node and last_name(func) in calls:
                yield where
            case ast.MatchClass() | ast.Compare():
                yield where


def check_askers(index: Index, base: str, sub: str) -> None:
    """Raises Apart where the tree asks for the one class in a way that would see the other one, or what it inherits."""
    for where in askers(index, base, ASKING, ("__subclasses__", "register")):
        raise Apart(f"{where} asks what is a `{base}`")
    for where in askers(index, sub, ("vars",), ("__dict__", "__annotations__")):
        raise Apart(f"{where} looks at what `{sub}` itself has")


def inherited(index: Index, module: Module, sub: str, base: str) -> Inherited:
    """The module with `sub` below `base`. Both have been looked at under one name before; here they stand in one module.

    Raises Apart where they cannot.
    """
    classes = config_classes(module)
    mine, theirs = classes.get(sub), classes.get(base)
    if mine is None or theirs is None or mine.node.lineno < theirs.node.lineno:
        raise Apart("it stands above the other one")
    pair = Pair(index.names, mine, theirs, {})
    gains = check_inheriting(pair)
    goes: list[ast.stmt] = [item.mine.node for item in pair.fields if item.mine and item.says == "equal"]
    for name, node in mine.members.items():
        other = theirs.members.get(name)
        if name and other is not None and pair.same(node, other) and not _knows_its_class(node):
            goes.append(node)
    spans = {node: span for node in goes if (span := _own_lines(pair, node))}
    edits = [Edit(*span, b"") for span in spans.values()]
    at = module.positions
    if all(node in spans for node in mine.node.body):
        first = mine.node.body[0]
        start, end = spans[first]
        indent = at.data[at.line_start(first.lineno) : at.start(first)]
        edits.remove(Edit(start, end, b""))
        edits.append(Edit(start, end, indent + b"pass" + newline_of(at.data)))
    edits += _below(module, mine, base)
    return Inherited(apply_edits(at.data, edits), len(spans), tuple(gains))


def _below(module: Module, cls: ConfigClass, base: str) -> list[Edit]:
    """The bases of the class become the other one, which has them too."""
    at = module.positions
    if not cls.node.bases and not cls.node.keywords:
        _, end = at.definition_span(cls.node)
        brackets = re.compile(rb"[ \t]*\([ \t]*\)").match(at.data, end)
        return [Edit(end, brackets.end() if brackets else end, at.encode(f"({base})"))]
    header = header_of_class(module, cls.node)
    if cls.node.bases:
        return header.replace(0, len(cls.node.bases) - 1, base)
    return header.insert(0, base)


def _knows_its_class(node: ast.stmt) -> bool:
    """Whether a method says another thing in another class: mangled names."""
    for part in ast.walk(node):
        name = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
        if name.startswith("__") and not name.endswith("__"):
            return True
    return False


def _own_lines(pair: Pair, node: ast.stmt) -> tuple[int, int] | None:
    """The lines of a statement, where it has them for itself and no comment on them or above them would be lost."""
    at = pair.mine.module.positions
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first, last = min([node.lineno, *(item.lineno for item in decorators)]), node.end_lineno or node.lineno
    start, end = at.line_start(first), at.line_start(last + 1)
    above = at.data[at.line_start(first - 1) : start] if first > 1 else b""
    before = at.data[start : at.start(decorators[0] if decorators else node)]
    if before.strip(b" \t@") or at.data[at.end(node) : end].strip() or COMMENT.match(above):
        return None
    others = (item for item in pair.mine.node.body if item is not node)
    if any(item.lineno <= last and (item.end_lineno or item.lineno) >= first for item in others):
        return None
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not above.strip():
        start = at.line_start(first - 1)  # with the blank line above it
    return start, end
