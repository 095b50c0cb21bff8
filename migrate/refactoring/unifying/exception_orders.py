"""In which order Python looks at an exception and the classes above it, as it is and once some classes gain bases."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Iterator, Sequence

from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy, Outside
from migrate.references.members.values import ClassObject, Foreign

Kind = Class | str
"""A class of the tree, or the dotted name of one that the tree does not define (yet)."""

OBJECT = "builtins.object"
EXCEPTION = "builtins.Exception"
BASE_EXCEPTION = "builtins.BaseException"


class NoOrder(Exception):
    """Python could not make a class with these bases."""


class Orders:
    """The orders of one tree. `made` are classes that do not exist yet, `gained` new bases of some that do."""

    def __init__(self, hierarchy: Hierarchy, assumed: Collection[str] = ()) -> None:
        """`assumed` are classes from outside the tree that are known to be below `Exception`."""
        self.hierarchy = hierarchy
        self.assumed = frozenset(assumed)
        self.made: dict[str, tuple[Kind, ...]] = {}
        self.gained: dict[Class, tuple[Kind, ...]] = {}
        self._known: dict[tuple[Kind, bool], tuple[Kind, ...] | None] = {}
        """Empty for a class that Python could not make."""

    def make(self, dotted: str, bases: tuple[Kind, ...]) -> None:
        """A class that will be there."""
        self.made[dotted] = bases

    def give(self, cls: Class, bases: tuple[Kind, ...]) -> None:
        """The bases that the class will have. To be told before anything below it is asked about."""
        self.gained[cls] = bases
        self._known = {key: order for key, order in self._known.items() if not key[1]}

    def bases(self, cls: Class, *, after: bool = False) -> tuple[Kind, ...] | None:
        """Its bases, one for each that is written, "" for one that nobody can tell; None for a class defined several times."""
        if after and cls in self.gained:
            return self.gained[cls]
        if len(cls.nodes) != 1:
            return None
        found = self.hierarchy.bases(cls)
        if len(found) == len(cls.node.bases):
            return tuple(map(_kind, found)) or (OBJECT,)
        return tuple(self._base(cls, item) for item in cls.node.bases)

    def order(self, kind: Kind, *, after: bool = False) -> tuple[Kind, ...] | None:
        """The class and all above it; None where something above it is not known. Raises NoOrder."""
        key = kind, after
        if key not in self._known:
            self._known[key] = None  # a class that inherits from itself
            try:
                self._known[key] = self._order(kind, after)
            except NoOrder:
                self._known[key] = ()
        if self._known[key] == ():
            raise NoOrder
        return self._known[key]

    def is_below(self, kind: Kind, above: Kind, *, after: bool = False) -> bool:
        """Whether the class is surely the other one, or below it."""
        if kind == above:
            return True
        order = self.order(kind, after=after)
        if order is not None:
            return above in order
        return isinstance(kind, Class) and any(
            self.is_below(base, above, after=after) for base in self.known_bases(kind, after=after)
        )

    def known_bases(self, cls: Class, *, after: bool = False) -> tuple[Kind, ...]:
        """The bases that are known, whatever the others are."""
        bases = self.bases(cls, after=after)
        if bases is None:
            bases = tuple(map(_kind, self.hierarchy.bases(cls)))
        return tuple(base for base in bases if base)

    def with_new(self, cls: Class, new: Sequence[Kind]) -> Iterator[tuple[tuple[Kind, ...], int, bool]]:
        """The ways to add these bases that keep the order of the class: (all bases, where the new ones begin, whether they
        stand for `Exception`, which they are below).

        Nothing is yielded for a class that cannot be shown to be below `Exception`.
        """
        bases = self.bases(cls, after=True)
        if bases is None:
            return
        ways = [(count, True) for count, base in enumerate(bases) if base == EXCEPTION]
        ways += [(count, False) for count in range(len(bases), 0, -1) if self.is_below(bases[count - 1], EXCEPTION)]
        ways += [(count, False) for count in range(len(bases), 0, -1) if (count, False) not in ways]
        before = self.order(cls)
        if (before is not None and EXCEPTION not in before) or self._may_gain(cls, bases):
            return
        for count, instead in ways:
            changed = (*bases[:count], *new, *bases[count + instead :])
            if before is None:
                # What is not known cannot come between a base and the new one right behind it, so all keeps its order.
                if count and self.is_below(bases[count - 1], EXCEPTION) and not instead:
                    yield changed, count, instead
                continue
            try:
                after = self._linear(cls, changed, after=True)
            except NoOrder:
                continue
            if after is not None and restricted(after, before) == before:
                yield changed, count, instead

    def _may_gain(self, cls: Class, bases: Collection[Kind]) -> bool:
        """Whether a base that may be one of several classes of the tree may come below the new ones."""
        several = (base for base in self.hierarchy.bases(cls) if isinstance(base, Class) and base not in bases)
        return any({item, *self.hierarchy.ancestors(item)} & self.gained.keys() for item in several)

    def _base(self, cls: Class, item: ast.expr) -> Kind:
        """What is written there, where it can be one thing only."""
        known = self.hierarchy.receivers.of(cls.file, item, cls.module.bindings.scope_of[cls.node].parent)
        match [*(known or ())]:
            case [ClassObject(cls=base)]:
                return base
            case [Foreign(dotted=name, instance=False)]:
                return _kind(Outside(name, name))
        return ""

    def _order(self, kind: Kind, after: bool) -> tuple[Kind, ...] | None:
        if isinstance(kind, Class):
            bases = self.bases(kind, after=after)
            return None if bases is None else self._linear(kind, bases, after=after)
        if kind in self.made:
            return self._linear(kind, self.made[kind], after=after)
        home, _, name = kind.rpartition(".")
        if home == "builtins":
            return _of_builtin(name)
        if kind in self.assumed:
            return (kind, EXCEPTION, BASE_EXCEPTION, OBJECT)
        above = self.hierarchy.outside.ancestors(kind) if kind and not self.hierarchy.names.is_ours(kind) else None
        if above is None:
            return None
        built = [order for item in above if item.startswith("builtins.") and (order := _of_builtin(item[9:]))]
        longest = max(built, key=len, default=(OBJECT,))
        return (kind, *longest) if all(set(order) <= set(longest) for order in built) else None

    def _linear(self, kind: Kind, bases: tuple[Kind, ...], *, after: bool) -> tuple[Kind, ...] | None:
        rows: list[list[Kind]] = []
        for base in bases:
            order = self.order(base, after=after)
            if order is None:
                return None
            rows.append(list(order))
        return merged(kind, [*rows, list(bases)])


def merged(first: Kind, rows: list[list[Kind]]) -> tuple[Kind, ...]:
    """The order that Python makes of the orders of the bases and of the bases themselves (C3). Raises NoOrder."""
    order: list[Kind] = [first]
    while rows := [row for row in rows if row]:
        head = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if head is None:
            raise NoOrder
        order.append(head)
        rows = [row[1:] if row[0] == head else row for row in rows]
    return tuple(order)


def restricted(order: Iterable[Kind], to: Collection[Kind]) -> tuple[Kind, ...]:
    """The order without classes that are not among these."""
    return tuple(kind for kind in order if kind in to)


def dotted(kind: Kind) -> str:
    """Its dotted name; a builtin's alone."""
    return kind.dotted if isinstance(kind, Class) else kind.removeprefix("builtins.")


def layouts_meet(order: Iterable[Kind]) -> bool:
    """Whether the builtins among these classes can be bases of one class: `OSError` and `SyntaxError` cannot."""
    kinds = [
        thing
        for kind in order
        if isinstance(kind, str) and isinstance(thing := getattr(builtins, kind.removeprefix("builtins."), None), type)
    ]
    lowest = tuple(kind for kind in kinds if not any(other is not kind and issubclass(other, kind) for other in kinds))
    try:
        type("_", lowest, {})
    except TypeError:
        return False
    return True


def _kind(base: Class | Outside) -> Kind:
    if isinstance(base, Class):
        return base
    home, _, name = base.dotted.rpartition(".")
    thing = getattr(builtins, name, None) if home == "builtins" else None
    return f"builtins.{thing.__name__}" if isinstance(thing, type) else base.dotted


def _of_builtin(name: str) -> tuple[Kind, ...] | None:
    thing = getattr(builtins, name, None)
    return tuple(f"builtins.{kind.__name__}" for kind in thing.__mro__) if isinstance(thing, type) else None
