"""Classes of which nobody can tell what they are when their methods stand elsewhere: made by others, or looked into."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from migrate.model import Location
from migrate.python.source import last_name
from migrate.refactoring.methods.classes import is_top
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.members.classes import Class, called
from migrate.references.members.hierarchy import PROTOCOLS, Hierarchy, Outside

PLAIN_METACLASSES = frozenset({"ABCMeta", "type"})
PLAIN_DECORATORS = frozenset({"final", "total_ordering"})
FIELD_MAKERS = frozenset({"dataclass", "dataclass_transform", "define", "frozen", "mutable", "attrs", "s"})
MAKERS = frozenset({
    *PROTOCOLS, "typing.NamedTuple", "typing_extensions.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict",
    "enum.Enum", "enum.Flag", "enum.IntEnum", "enum.IntFlag", "enum.StrEnum", "builtins.type", "string.Template",
    "ctypes.Structure", "ctypes.Union",
})  # fmt: skip
"""Classes of the standard library that read the body of those who inherit from them."""
LOOKED_INTO = frozenset({"__dict__", "__bases__", "__mro__", "__base__"})
READERS = frozenset({"vars", "getmro"})
BY_HAND = "write it out by hand first"


def check_class(
    index: Index,
    hierarchy: Hierarchy,
    cls: Class,
    plain_bases: Collection[str],
    decorators: Collection[str] = PLAIN_DECORATORS,
) -> None:
    """Raise Refused for a class that a metaclass, a decorator or a base makes something of, and for one in a branch.

    `decorators` are those, by their last name, that make nothing of it.
    """
    where = Location(cls.path, cls.line, symbol=cls.qualname)
    if len(cls.nodes) > 1 or "." in cls.qualname or not is_top(cls.module, cls.node):
        raise Refused(
            "nested-class", f"{where}: `{cls.qualname}` stands in a branch or in something else", BY_HAND, where
        )
    if getattr(cls.node, "type_params", None):
        raise Refused("type-parameters", f"{where}: `{cls.name}` has type parameters of its own", BY_HAND, where)
    if hierarchy.twins(cls):
        raise Refused("stub", f"{where}: a stub says what `{cls.name}` is", "split the stub by hand first", where)
    for decorator in cls.node.decorator_list:
        last = last_name(called(decorator))
        if last not in decorators:
            reason = f"{where}: `@{ast.unparse(called(decorator))}` may make something of the body of `{cls.name}`"
            hint = BY_HAND if last in FIELD_MAKERS else f'if it does not, say `decorators = ["{last}"]`'
            raise Refused("class-maker", reason, hint, where)
    above = [cls, *(base for base in hierarchy.ancestors(cls) if isinstance(base, Class))]
    for item in above:
        _check_made(item, where, cls)
    for base in hierarchy.ancestors(cls):
        if isinstance(base, Outside) and not {base.dotted, base.written} & set(plain_bases):
            _check_outside(hierarchy, base, cls, where)
    for place, reason in (*_in_family(hierarchy, cls, above), *_from_outside(index, cls)):
        raise Refused("looked-into", f"{place}: {reason}", BY_HAND, place)


def _check_made(item: Class, where: Location, cls: Class) -> None:
    for node in item.nodes:
        for keyword in node.keywords:
            if keyword.arg != "metaclass" or last_name(keyword.value) not in PLAIN_METACLASSES:
                written = ast.unparse(keyword)
                reason = f"{where}: `{item.name}({written})` may make something of the body of `{cls.name}`"
                raise Refused("class-maker", reason, BY_HAND, where)


def _check_outside(hierarchy: Hierarchy, base: Outside, cls: Class, where: Location) -> None:
    known = hierarchy.outside.ancestors(base.dotted) if base.dotted else None
    if known is None or not hierarchy.outside.is_class(base.dotted):
        if base.dotted in ("typing.Generic", "typing_extensions.Generic"):
            return
        reason = f"{where}: `{base.written}`, which `{cls.name}` inherits from, may make something of its body"
        raise Refused(
            "unknown-base", reason, f'if it does not, say `plain_bases = ["{base.dotted or base.written}"]`', where
        )
    if makers := known & MAKERS:
        reason = f"{where}: `{min(makers)}` makes something of the body of `{cls.name}`"
        raise Refused("class-maker", reason, BY_HAND, where)


def _in_family(hierarchy: Hierarchy, cls: Class, above: list[Class]) -> Iterator[tuple[Location, str]]:
    """Where a class of the family looks into the class of an instance, or into itself."""
    for item in (*above, *hierarchy.descendants(cls)):
        for node in item.nodes:
            for part in ast.walk(node):
                if (looked := _looked_into(part)) is not None and _is_class(looked):
                    place = Location(item.path, part.lineno)  # type: ignore[attr-defined]
                    yield place, f"`{ast.unparse(part)}` looks into the body of a class"


def _looked_into(part: ast.AST) -> ast.expr | None:
    match part:
        case ast.Attribute(value=value, attr=attr) if attr in LOOKED_INTO - {"__mro__"}:
            return value
        case ast.Call(func=func, args=[value]) if last_name(func) in READERS:
            return value
    return None


def _is_class(node: ast.expr) -> bool:
    """Whether the expression is a class by how it is written: `cls`, `type(x)`, `x.__class__`."""
    match node:
        case ast.Name(id="cls" | "klass") | ast.Attribute(attr="__class__"):
            return True
        case ast.Call(func=ast.Name(id="type"), args=[_]):
            return True
    return False


def _from_outside(index: Index, cls: Class) -> Iterator[tuple[Location, str]]:
    """Where code names the class and looks into it, deletes a method of it, or begins to search above it."""
    for reference in index.references(cls.dotted):
        use = reference.use
        if use is None or reference.meaning != cls.meaning:
            continue
        place = Location(reference.path, reference.line)
        module = index.names.file(reference.path)
        asked = next((item for item in use.attributes if item.attr in LOOKED_INTO), None)
        if asked is not None:
            yield place, f"`{ast.unparse(asked)}` looks into the body of the class"
        for item in use.attributes:
            if isinstance(item.ctx, ast.Del):
                yield place, f"`{ast.unparse(item)}` is deleted from the class"
        named = next((item for item in use.attributes if item.attr == reference.written), use.name)
        node = use.name if reference.form == "name" else named
        parent = module.parents.get(node)
        if isinstance(parent, ast.Call) and node in parent.args:
            called_name = last_name(parent.func)
            if called_name in READERS:
                yield place, f"`{ast.unparse(parent)}` looks into the body of the class"
            elif called_name == "super" and parent.args[0] is node and not _inside(cls, reference.path, parent):
                yield place, f"`{ast.unparse(parent)}` begins its search above the class"


def _inside(cls: Class, path: object, node: ast.Call) -> bool:
    return path == cls.path and any(item.lineno <= node.lineno <= (item.end_lineno or 0) for item in cls.nodes)
