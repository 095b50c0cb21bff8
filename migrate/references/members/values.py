"""What an expression can be known to be: an instance, a class, a module, a function, or something from elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from migrate.references.members.classes import Class, ClassFile

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance of the class, or (unless `exact`) of one below it. `of_self`: that of the method's own `self`."""

    cls: Class
    exact: bool = False
    of_self: bool = False


@dataclass(frozen=True, slots=True)
class ClassObject:
    """The class itself, or (through `cls`, `type(x)`) one below it."""

    cls: Class
    exact: bool = True
    of_self: bool = False


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """A module or package of the tree."""

    name: str


@dataclass(frozen=True, slots=True)
class Routine:
    """A function or method of the tree; `owner` is what it was asked of."""

    file: ClassFile
    node: FunctionNode
    owner: Instance | ClassObject | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that the tree does not define, by its dotted name: a module, class or function; or an `instance` of one."""

    dotted: str
    instance: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Something that gives these when it is iterated, awaited or entered; `values` are a mapping's."""

    items: frozenset[Value] | None
    values: frozenset[Value] | None = None
    how: str = "iterated"


@dataclass(frozen=True, slots=True)
class Parent:
    """What `super()` gives in a method of the class."""

    cls: Class
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Nothing:
    """None."""


Value = Instance | ClassObject | ModuleObject | Routine | Foreign | Items | Parent | Nothing
Known = frozenset[Value]
"""All that a value can be. What can be anything is None instead."""

NONE: Known = frozenset({Nothing()})
ANYTHING = frozenset({"Any", "object", "Self", "TypeVar", "Generic", "Protocol", "Callable", "Hashable", "Sized"})


def instance(dotted: str) -> Known:
    """Exactly an instance of a class from elsewhere."""
    return frozenset({Foreign(dotted, True, True)})


def union(parts: Iterable[Known | None]) -> Known | None:
    """All of them together; None as soon as one is not known."""
    found: set[Value] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def instances(kinds: Known | None, exact: bool = False) -> Known | None:
    """Instances of these classes; None where one of them is no class, or might be anything."""
    if kinds is None:
        return None
    found: set[Value] = set()
    for kind in kinds:
        match kind:
            case ClassObject(cls=cls):
                found.add(Instance(cls, exact))
            case Foreign(dotted=dotted, instance=False) if dotted.rpartition(".")[2] not in ANYTHING:
                found.add(Foreign(dotted, True))
            case Nothing():
                found.add(kind)
            case _:
                return None
    return frozenset(found)


def as_self(found: Iterable[Value], owner: Instance | ClassObject) -> Known:
    """The same with the method's own `self` being what it was asked of."""
    exact = owner.exact
    return frozenset(
        replace(item, cls=owner.cls, exact=exact, of_self=owner.of_self)
        if isinstance(item, Instance | ClassObject) and item.of_self
        else item
        for item in found
    )


def unwrapped(whole: Known | None, how: str) -> Known | None:
    """What comes out of all of these when they are iterated or awaited."""
    if not whole:
        return None
    return union(item.items if isinstance(item, Items) and item.how == how else None for item in whole)


def items(whole: Known | None) -> Known | None:
    """All that iterating over such a thing can give."""
    return unwrapped(whole, "iterated")


def mapped(whole: Known | None) -> Known | None:
    """All the values of such mappings."""
    if not whole:
        return None
    return union(item.values if isinstance(item, Items) else None for item in whole)
