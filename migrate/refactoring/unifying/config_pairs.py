"""Two configuration classes of one name, held against each other: which fields they share, and what can become of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.model import Json
from migrate.refactoring.sameness import dump
from migrate.refactoring.unifying.config_classes import ConfigClass, Field
from migrate.references.names import Module, Names

Says = Literal["equal", "other default", "other type", "only in into", "only in from"]
COLUMNS = ("class", "field", "in into", "in from", "says")


@dataclass(frozen=True, eq=False)
class Compared:
    """One field of either class."""

    name: str
    theirs: Field | None
    mine: Field | None
    says: Says


class Pair:
    """`mine` is the class of the module that goes, `theirs` the one of that name in the module that stays."""

    def __init__(self, names: Names, mine: ConfigClass, theirs: ConfigClass, pairs: Mapping[str, Pair]) -> None:
        """`pairs` are all the pairs of the two modules: a class that another one names may become one, too."""
        self.names = names
        self.mine = mine
        self.theirs = theirs
        self.pairs = pairs
        self._asked = False

    @property
    def name(self) -> str:
        return self.mine.node.name

    @cached_property
    def fields(self) -> list[Compared]:
        """Every field of either, those of `theirs` first."""
        found = []
        for name in dict.fromkeys([*self.theirs.fields, *self.mine.fields]):
            theirs, mine = self.theirs.fields.get(name), self.mine.fields.get(name)
            found.append(Compared(name, theirs, mine, self._says(theirs, mine)))
        return found

    def rows(self) -> Iterator[tuple[Json, ...]]:
        """The fields as a table shows them."""
        for item in self.fields:
            theirs, mine = (side.written if side else "" for side in (item.theirs, item.mine))
            yield self.name, item.name, theirs, mine, item.says

    def named(self, *says: Says) -> list[str]:
        """The fields of which that is said."""
        return [item.name for item in self.fields if item.says in says]

    @property
    def same_fields(self) -> bool:
        """Whether both have the same fields in the same order; types and defaults aside."""
        return list(self.mine.fields) == list(self.theirs.fields)

    @property
    def same_frame(self) -> bool:
        """Whether both are made in the same way: kind, decorators, bases."""
        mine, theirs = self.mine.frame, self.theirs.frame
        return (
            self.mine.kind == self.theirs.kind
            and len(mine) == len(theirs)
            and all(self.same(one, other) for one, other in zip(mine, theirs, strict=True))
        )

    @property
    def same_rest(self) -> bool:
        """Whether all else in them is the same."""
        mine, theirs = self.mine.rest, self.theirs.rest
        return len(mine) == len(theirs) and all(self.same(one, other) for one, other in zip(mine, theirs, strict=True))

    @property
    def is_one(self) -> bool:
        """Whether nobody can tell the two apart."""
        if self._asked:
            return True  # a class that names itself
        self._asked = True
        try:
            alike = (
                self.same_fields
                and self.same_frame
                and self.same_rest
                and not self.named("other default", "other type")
            )
            return alike and dump(self.mine.node) == dump(self.theirs.node)
        finally:
            self._asked = False

    def same(self, mine: ast.AST, theirs: ast.AST) -> bool:
        """Whether two parts say the same, and mean the same by it."""
        return dump(mine) == dump(theirs) and all(map(self.means_the_same, self.mine.module.free(mine)))

    def means_the_same(self, name: str) -> bool:
        """Whether a name means one thing in both modules, or two classes that become one."""
        mine, theirs = self.mine.module, self.theirs.module
        if name not in mine.namespace and name not in theirs.namespace:
            starred = bool(mine.stars or theirs.stars)
            return not starred or self.names.member(mine.name, name) == self.names.member(theirs.name, name)
        meant = [self.names.of_name(module, name, module.bindings.module) for module in (mine, theirs)]
        if meant[0] is not None and meant[0] == meant[1]:
            return True
        if name == self.name:
            return True
        return name in self.pairs and self.pairs[name].is_one and _is_own(mine, name) and _is_own(theirs, name)

    def _says(self, theirs: Field | None, mine: Field | None) -> Says:
        if mine is None or theirs is None:
            return "only in into" if mine is None else "only in from"
        hints = [getattr(field.node, "annotation", None) for field in (mine, theirs)]
        if (hints[0] is None) != (hints[1] is None) or (hints[0] and hints[1] and not self.same(hints[0], hints[1])):
            return "other type"
        values = mine.node.value, theirs.node.value
        if (values[0] is None) != (values[1] is None) or (
            values[0] and values[1] and not self.same(values[0], values[1])
        ):
            return "other default"
        return "equal"


def _is_own(module: Module, name: str) -> bool:
    return all(isinstance(node, ast.ClassDef) for node in module.namespace.get(name, [None]))
