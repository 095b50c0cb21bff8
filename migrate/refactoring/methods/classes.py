"""What the body of a class makes of code that comes into it: mangled names, class-level names, members that are there."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from migrate.model import Location
from migrate.python.bindings import Scope, Use
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import home_of
from migrate.refactoring.symbols import Function
from migrate.refactoring.units import hints_of, lazy_hints
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy, Outside
from migrate.references.names import Module


def is_mangled(name: str) -> bool:
    """Whether Python mangles that name in a class."""
    return name.startswith("__") and not name.endswith("__")


def check_body(module: Module, node: ast.stmt, cls: str, *, leaves: bool = False) -> None:
    """Raise Refused for code that means another thing in the body of a class: mangled names, `__class__`, `super()`.

    With `leaves` it comes out of the class.
    """
    for part in outside_classes(node):
        where = Location(module.path, getattr(part, "lineno", node.lineno))
        for name in identifiers(part):
            if is_mangled(name) and cls.strip("_"):
                how = "would not be mangled outside" if leaves else "would be mangled in"
                hint = "rename it first"
                raise Refused("mangled", f"{where}: `{name}` {how} `{cls}`", hint, where)
    for part in outside_classes(node):
        if isinstance(part, ast.Name) and part.id in ("super", "__class__"):
            where = Location(module.path, part.lineno)
            reason = f"{where}: `{part.id}` depends on the class around it"
            raise Refused("class-cell", reason, "write the class out first", where)


def outside_classes(node: ast.AST) -> Iterator[ast.AST]:
    """The node and what lies in it; the body of a class inside has a mangling of its own."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, ast.ClassDef) and part is not node:
            waiting += [*part.bases, *(item.value for item in part.keywords), *part.decorator_list]
        else:
            waiting += ast.iter_child_nodes(part)


def identifiers(part: ast.AST) -> Iterator[str]:
    match part:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AsyncFunctionDef(name=name):
            yield name
        case ast.arg(arg=name):
            yield name
        case ast.keyword(arg=str(name)) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names


@dataclass(frozen=True, eq=False)
class AtOnce:
    """A name that a definition reads when it is made: in a decorator, a default, an annotation, or a value."""

    use: Use
    hint: ast.expr | None
    """The annotation in which it stands."""
    nested: bool
    """Whether a comprehension lies between it and the definition: that does not see the names of a class."""


def read_at_once(module: Module, node: ast.stmt, around: Scope) -> list[AtOnce]:
    """What a statement reads in the scope where it stands, apart from what waits until a function inside is called.

    Annotations that nothing evaluates are left out.
    """
    inside = {id(part) for part in ast.walk(node)}
    hints = {id(part): hint for hint in hints_of(node) for part in ast.walk(hint)}
    lazy = lazy_hints(module)
    found = []
    for use in module.bindings.uses:
        if id(use.name) not in inside or use.quoted is not None or not isinstance(use.name.ctx, ast.Load):
            continue
        scope: Scope | None = use.scope
        while scope is not None and scope is not around and not _waits(module, scope):
            scope = scope.parent
        if scope is not around or (lazy and id(use.name) in hints):
            continue
        home = home_of(use)
        if home is None or home is around or _is_around(home, around):
            found.append(AtOnce(use, hints.get(id(use.name)), use.scope is not around))
    return found


def _waits(module: Module, scope: Scope) -> bool:
    """Whether code in the scope runs later: a function's body, but not its type parameters or a comprehension."""
    return scope.kind == "function" and module.bindings.scope_of.get(scope.node) is scope


def _is_around(scope: Scope, inner: Scope) -> bool:
    above = inner.parent
    while above is not None:
        if above is scope:
            return True
        above = above.parent
    return False


def check_member(hierarchy: Hierarchy, cls: Class, name: str) -> None:
    """Raise Refused where the class, or one that shares its members, may have a member of that name already."""
    where = Location(cls.path, cls.line, symbol=cls.qualname)
    family = hierarchy.family(cls, name)
    hint = "choose another name"
    if family.definers:
        first = family.definers[0]
        there = Location(first.path, first.line, symbol=first.qualname)
        raise Refused("name-taken", f"{there}: `{first.name}` has a `{name}` already", hint, there)
    if family.asking:
        first = family.asking[0]
        there = Location(first.path, first.line, symbol=first.qualname)
        raise Refused("name-taken", f"{there}: `{first.name}` asks `self` for a `{name}` already", hint, there)
    for base_of, base in family.outside:
        if base_of in (cls, *hierarchy.ancestors(cls), *hierarchy.descendants(cls)) and not is_empty(base):
            shown = base.dotted or base.written
            reason = f"{where}: `{shown}`, from which `{base_of.name}` inherits, may have a `{name}`"
            raise Refused("name-taken", reason, hint, where)
    ends = {(getattr(base, "dotted", "") or "").rpartition(".")[2] for base in hierarchy.ancestors(cls)}
    if special := ends & {"Protocol", "TypedDict"}:
        reason = f"{where}: `{cls.name}` is a {min(special)}, whose members are its contract"
        raise Refused("contract", reason, "choose another class", where)


def is_empty(base: Outside) -> bool:
    """Whether a base from elsewhere has no members but those of every class, by its name."""
    return base.written.partition("[")[0].rpartition(".")[2] in ("Generic", "ABC")


def check_class_names(module: Module, node: ast.stmt, around: Scope, members: Collection[str]) -> None:
    """Raise Refused where what a definition reads as it is made would be a member of the class instead."""
    for item in read_at_once(module, node, around):
        if item.use.name.id in members and not item.nested:
            where = Location(module.path, item.use.name.lineno)
            reason = f"{where}: `{item.use.name.id}` would be the member of the class"
            raise Refused("captured", reason, "rename one of them first", where)


def single(hierarchy: Hierarchy, dotted: str) -> Class | None:
    """The class of that name, if it is there. Raises Refused for one that branches define more than once."""
    cls = hierarchy.find(dotted)
    if cls is not None and len(cls.nodes) > 1:
        where = Location(cls.path, cls.line)
        raise Refused("bound-twice", f"{where}: `{cls.name}` is defined more than once", "make it one class", where)
    return cls


def is_top(module: Module, node: ast.AST) -> bool:
    """Whether a statement stands at the top of its module, in no branch."""
    return any(node is item for item in module.source.tree.body)


def functions_at_top(module: Module, name: str) -> list[Function]:
    """The definitions of a module-level function, overloads included. Raises Refused for anything that is bound otherwise."""
    nodes = module.namespace.get(name, [])
    for node in nodes:
        where = Location(module.path, getattr(node, "lineno", 1), symbol=name)
        if not isinstance(node, Function):
            raise Refused("bound-twice", f"{where}: `{name}` is bound by more than its `def`", "bind it once", where)
        if not is_top(module, node):
            hint = "define it once, at the top of the module"
            raise Refused("conditional", f"{where}: `{name}` is defined in a branch", hint, where)
    found = [node for node in nodes if isinstance(node, Function)]
    plain = [node for node in found if not any(_last(item) == "overload" for item in node.decorator_list)]
    if len(plain) > 1:
        where = Location(module.path, plain[1].lineno, symbol=name)
        raise Refused("bound-twice", f"{where}: `{name}` is defined again", "define it once", where)
    return found


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
