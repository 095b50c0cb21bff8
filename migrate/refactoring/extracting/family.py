"""The classes that are to have a common base, and whether they may have one."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.antiunification import Level
from migrate.python.source import last_name
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.checks import MAKERS, PLAIN_DECORATORS, PLAIN_METACLASSES, check_class
from migrate.refactoring.symbols import find_symbol, is_name
from migrate.references.cycles import Loading
from migrate.references.index import Index
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy, Outside, hierarchy_of
from migrate.references.names import Meaning, Module

DECORATORS = PLAIN_DECORATORS | {"dataclass"}
"""Decorators of a class that do not mind where an undecorated method of it stands."""
BY_HAND = "leave that class out"


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    classes: tuple[str, ...]
    into: str
    level: Level = "renamed"
    min_saving: int = 1
    interface: bool = False
    members: tuple[str, ...] = ()
    hooks: Mapping[str, str] = field(default_factory=dict)
    docstring: str = ""
    plain_bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The module of the base."""
        return self.into.rpartition(".")[0]

    @property
    def base(self) -> str:
        """The last name of the base."""
        return self.into.rpartition(".")[2]


class Family:
    """Two or more classes of one draft's tree. Raises Refused for those that can have no common base."""

    def __init__(self, draft: Draft, wish: Wish) -> None:
        self.draft = draft
        self.index: Index = draft.index
        self.hierarchy: Hierarchy = hierarchy_of(draft.index)
        self.wish = wish
        given = [self._find(dotted) for dotted in dict.fromkeys(wish.classes)]
        at_home = [cls for cls in given if cls.module.name == wish.home]
        self.classes: list[Class] = [*at_home, *(cls for cls in given if cls not in at_home)]
        """Those in the base's own module first: the base is written beside them, in the bytes of the first."""

    def _find(self, dotted: str) -> Class:
        cls = self.hierarchy.find(dotted)
        if cls is None:
            symbol = find_symbol(self.index, dotted)
            raise Refused("no-class", f"`{dotted}` is no class", "name a class where it is defined", symbol.where)
        return cls

    @property
    def first(self) -> Class:
        """The class in whose bytes the base is written."""
        return self.classes[0]

    @property
    def where(self) -> Location:
        """The place of the first class."""
        return Location(self.first.path, self.first.line, symbol=self.first.qualname)

    @property
    def names(self) -> list[str]:
        """How the classes are told apart in tables: by their own names where these differ."""
        short = [cls.name for cls in self.classes]
        return short if len(set(short)) == len(short) else [cls.dotted for cls in self.classes]

    @cached_property
    def is_done(self) -> bool:
        """Whether all of the classes have that base already."""
        base = self.hierarchy.find(self.wish.into)
        return base is not None and all(base in self.hierarchy.ancestors(cls) for cls in self.classes)

    def check(self) -> None:
        """Raise Refused for classes of which nobody can tell what a base would make of them."""
        wish, where = self.wish, self.where
        if len(self.classes) < 2:
            raise Refused("one-class", f"{where}: one class has nothing in common", "name two or more classes", where)
        if not wish.home or not is_name(wish.base) or wish.base.startswith("__"):
            raise Refused("bad-name", f"`{wish.into}` is no name for a class", 'say `into = "pkg.base.Name"`', where)
        elsewhere = any(cls.module.name != wish.home for cls in self.classes)
        if elsewhere and not all(map(is_name, wish.home.split("."))):
            raise Refused("no-module-name", f"nothing can import `{wish.home}`", "choose another `into`", where)
        if any(wish.base in cls.module.namespace for cls in self.classes) or self._is_taken():
            hint = "choose another name for the base"
            raise Refused("name-taken", f"{where}: `{wish.base}` means something already", hint, where)
        for cls in self.classes:
            at = Location(cls.path, cls.line, symbol=cls.qualname)
            made = {getattr(base, "dotted", "") for base in self.hierarchy.ancestors(cls)} & MAKERS
            if made:
                reason = f"{at}: `{min(made)}` makes something of the body of `{cls.name}`"
                raise Refused("class-maker", reason, BY_HAND, at)
            check_class(self.index, self.hierarchy, cls, self.plain_bases, DECORATORS | set(wish.decorators))
            if cls.name.startswith("Test") and wish.base.startswith("Test"):
                hint = "choose a name that does not begin with `Test`"
                raise Refused("collected", f"{at}: a test runner would run `{wish.base}` by itself", hint, at)
        self._check_relations()

    def _is_taken(self) -> bool:
        target = self.index.names.module(self.wish.home)
        return (target is not None and self.wish.base in target.namespace) or self.index.names.is_module(self.wish.into)

    def _check_relations(self) -> None:
        """One class above another, or a class below two of them: the base would come between what it does not come now."""
        for one, other in combinations(self.classes, 2):
            for upper, lower in ((one, other), (other, one)):
                if upper in self.hierarchy.ancestors(lower):
                    at = Location(lower.path, lower.line, symbol=lower.qualname)
                    above = upper.dotted if upper.name == lower.name else upper.name
                    reason = f"{at}: `{lower.name}` inherits from `{above}` already"
                    raise Refused("related", reason, BY_HAND, at)
            both = set(self.hierarchy.descendants(one)) & set(self.hierarchy.descendants(other))
            if both:
                heir = min(both, key=lambda cls: (cls.path, cls.line))
                at = Location(heir.path, heir.line, symbol=heir.qualname)
                reason = f"{at}: `{heir.name}` inherits from `{one.name}` and `{other.name}`, whose order would change"
                raise Refused("common-heir", reason, BY_HAND, at)

    # the base

    @property
    def plain_bases(self) -> Collection[str]:
        """Bases from elsewhere of which the plan says that they make nothing of the body of a class."""
        return (*self.wish.plain_bases, *KNOWN_PLAIN)

    @cached_property
    def is_abstract(self) -> bool:
        """Whether the base may be an `ABC`: every metaclass is known to be `type` or `ABCMeta`, that of subclasses too."""
        heirs = {heir for cls in self.classes for heir in self.hierarchy.descendants(cls)}
        around = {base for cls in (*self.classes, *heirs) for base in (cls, *self.hierarchy.ancestors(cls))}
        for base in around:
            if isinstance(base, Outside):
                known = base.dotted and self.hierarchy.outside.is_class(base.dotted)
                if not known and base.dotted not in ("typing.Generic", "typing_extensions.Generic"):
                    return False
            elif any(
                item.arg != "metaclass" or last_name(item.value) not in PLAIN_METACLASSES for item in base.node.keywords
            ):
                return False
        return True

    @cached_property
    def is_slotted(self) -> bool:
        """Whether instances of a class have no `__dict__`, which the base must not give them."""
        return any(
            "__slots__" in cls.body
            or any(
                isinstance(item, ast.Call) and any(keyword.arg == "slots" for keyword in item.keywords)
                for item in cls.node.decorator_list
            )
            for cls in self.classes
        )

    @cached_property
    def is_moved(self) -> bool:
        """Whether the base goes to another module than that of the first class."""
        return self.first.module.name != self.wish.home

    @cached_property
    def modules(self) -> Sequence[Module]:
        """The modules of the classes, each once."""
        return list({cls.path: cls.module for cls in self.classes}.values())

    @property
    def paths(self) -> list[PurePosixPath]:
        """Their files."""
        return [module.path for module in self.modules]

    @cached_property
    def _loading(self) -> Loading:
        return Loading(self.index.names)

    def can_import(self, meaning: Meaning) -> bool:
        """Whether the base's module can have that thing without loading a module of the classes."""
        names = self.index.names
        if meaning.module == self.wish.home or not names.is_ours(meaning.module):
            return True
        closed = {self.wish.home, *(module.name for module in self.modules)}
        seen, waiting = set[str](), [meaning.module]
        while waiting:
            name = waiting.pop()
            if name in closed:
                return False
            if name not in seen and name in names.paths:
                seen.add(name)
                waiting += self._loading.needs(name)
        return True


KNOWN_PLAIN = ("torch.nn.Module", "torch.nn.modules.module.Module", "nn.Module")
"""Bases outside the standard library that are known to make nothing of the body of a class."""
