"""Puts a shared root, and families below it, over exceptions that are there, so that nobody who catches or makes one can tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from migrate.model import Location
from migrate.python.edits import Edit
from migrate.python.imports import parents_of
from migrate.python.source import last_name
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import is_name
from migrate.refactoring.unifying.exception_aliases import Aliasing
from migrate.refactoring.unifying.exception_finding import find_exception
from migrate.refactoring.unifying.exception_home import ExceptionHome
from migrate.refactoring.unifying.exception_orders import (
    BASE_EXCEPTION,
    EXCEPTION,
    OBJECT,
    Kind,
    NoOrder,
    Orders,
    dotted,
    layouts_meet,
    restricted,
)
from migrate.refactoring.unifying.header import header_of_class
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import hierarchy_of
from migrate.references.names import BUILTINS, Meaning, Module

PLAIN_METACLASSES = frozenset({"ABCMeta", "type"})
LOOKS = (".__bases__", ".__base__", ".__subclasses__", ".__mro__", ".mro(")
"""Who asks for these sees the new bases."""
LOOK = re.compile("|".join(map(re.escape, LOOKS)).encode())
COLUMNS = ("class", "bases before", "bases after", "caught as before by")


@dataclass(frozen=True)
class ExceptionWishes:
    """What the user chose."""

    into: str
    root: str
    families: Mapping[str, Sequence[str]] = field(default_factory=dict)
    classes: Sequence[str] = ()
    tops: bool = True
    alias: Mapping[str, str] = field(default_factory=dict)
    catch_more: bool = False
    assume: Collection[str] = ()


def unify_exceptions(draft: Draft, wishes: ExceptionWishes) -> None:
    """Write it all into the draft. Raises Refused; what is refused class by class is in the draft."""
    Unification(draft, wishes).carry_out()


def family_class(family: str, root: str) -> str:
    """The name of a family's class: `BackendMemoryError` for `memory` below `BackendError`; a class name stays."""
    if family[:1].isupper():
        return family
    end = next((end for end in ("Error", "Exception", "Warning") if root.endswith(end)), "")
    words = "".join(word[:1].upper() + word[1:] for word in family.replace("-", "_").split("_"))
    return f"{root.removesuffix(end)}{words}{end or 'Error'}"


class Unification:
    """The root, the families and the classes below them, in one draft."""

    def __init__(self, draft: Draft, wishes: ExceptionWishes) -> None:
        self.draft = draft
        self.wishes = wishes
        self.index = draft.index
        self.hierarchy = hierarchy_of(draft.index)
        self.orders = Orders(self.hierarchy, wishes.assume)
        self.home = ExceptionHome(draft, wishes.into, self.orders)
        self.wanted: dict[Class, list[Kind]] = {}
        self.stopped: set[Class] = set()
        """What was refused by itself."""
        self.rows: list[tuple[str, str, str, str]] = []

    def carry_out(self) -> None:
        """Find the classes, prove each, and edit."""
        self._make_kinds()
        self._gather()
        for cls in sorted(self.wanted, key=lambda item: (len(self.hierarchy.ancestors(item)), item.path, item.line)):
            self._give(cls)
        for cls in sorted(self.orders.gained, key=lambda item: (item.path, item.line)):
            self._check_below(cls)
            self._check_catching(cls)
        self.draft.table(f"Exceptions below {self.wishes.root}", COLUMNS, sorted(self.rows))
        if self.draft.refusals:
            return
        self._edit()
        Aliasing(self.draft, self.orders, self.wishes.alias, self.wanted, self.home).carry_out()
        self._tell()

    # what there is to be

    @cached_property
    def families(self) -> dict[str, str]:
        """The families → the names of their classes."""
        return {family: family_class(family, self.wishes.root) for family in self.wishes.families}

    def _make_kinds(self) -> None:
        """The root and the families, found or to be made."""
        root = self.wishes.root
        names = [root, *self.families.values()]
        for name in names:
            if not is_name(name):
                raise Refused("no-name", f"`{name}` is no name for a class", "write a name such as `BackendError`")
            if name in BUILTINS:
                hint = f"call it `{self.home.prefix}{name}`, say"
                raise Refused("builtin-name", f"`{name}` would hide Python's own `{name}`", hint)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise Refused("name-taken", f"`{twice}` is asked for twice", "give each family a name of its own")
        self.home.check()
        self.root = self.home.kind(root, (EXCEPTION,), f"Root of these exceptions: `except {root}` catches them all.")
        self.family: dict[str, Kind] = {}
        for family, name in self.families.items():
            self.family[family] = self.home.kind(name, (self.root,), f"The family `{family}` of {root}.")
        for kind in (self.root, *self.family.values()):
            if not self.orders.is_below(kind, EXCEPTION):
                reason = f"`{dotted(kind)}` is not known to be below `Exception`"
                raise Refused("no-exception", reason, "give it that base first")

    def _gather(self) -> None:
        """Which class is to gain which bases."""
        members: dict[str, list[Class]] = {}
        for family, given in self.wishes.families.items():
            members[family] = [find_exception(self.hierarchy, name) for name in given]
        alone = [find_exception(self.hierarchy, name) for name in self.wishes.classes]
        above = {kind for kind in (self.root, *self.family.values()) if isinstance(kind, Class)}
        above |= {base for cls in above for base in self.hierarchy.ancestors(cls) if isinstance(base, Class)}
        everyone = [cls for found in members.values() for cls in found] + alone
        for cls in everyone:
            if cls in above:
                reason = f"`{cls.dotted}` is above the root, or the root itself"
                raise Refused("above-root", reason, "leave it out, or name another root", _at(cls))
        for family, kind in self.family.items():
            if isinstance(kind, Class):
                self.wanted.setdefault(kind, []).append(self.root)
            for cls in members[family]:
                self._want(cls, kind)
        tops = [top for cls in everyone for top in self._tops(cls, above)] if self.wishes.tops else []
        for cls in dict.fromkeys([*alone, *tops]):
            if not any(self.orders.is_below(kind, self.root) for kind in self.wanted.get(cls, ())):
                self._want(cls, self.root)

    def _want(self, cls: Class, kind: Kind) -> None:
        if kind not in self.wanted.setdefault(cls, []):
            self.wanted[cls].append(kind)

    def _tops(self, cls: Class, above: Collection[Class]) -> Iterator[Class]:
        """The topmost exceptions of the tree above the class, or the class itself."""
        exceptions = [
            item
            for item in (cls, *self.hierarchy.ancestors(cls))
            if isinstance(item, Class) and item not in above and self.orders.is_below(item, EXCEPTION)
        ]
        for item in exceptions:
            if not any(base in exceptions for base in self.hierarchy.ancestors(item)):
                yield item

    # class by class

    def _give(self, cls: Class) -> None:
        """Find the bases with which the class keeps its order, or refuse it."""
        new = [kind for kind in self.wanted[cls] if not self.orders.is_below(cls, kind, after=True)]
        new = [
            kind
            for kind in new
            if not any(other != kind and self.orders.is_below(other, kind, after=True) for other in new)
        ]
        before = self.orders.bases(cls)
        if not new:
            self._row(cls, None)
            return
        try:
            self._check(cls, before)
        except Refused as error:
            self.draft.refusals.append(error.refusal)
            self.stopped.add(cls)
            self._row(cls, None)
            return
        for bases, start, instead in self.orders.with_new(cls, new):
            self.orders.give(cls, bases)
            self._row(cls, bases)
            self.home.edit(cls, new, _header_edits(cls, new, start, instead))
            return
        self._refuse_order(cls)
        self.stopped.add(cls)
        self._row(cls, None)

    def _check(self, cls: Class, before: tuple[Kind, ...] | None) -> None:
        """What forbids any new base. Raises Refused."""
        where = _at(cls)
        if len(cls.nodes) > 1:
            reason = f"`{cls.dotted}` is defined {len(cls.nodes)} times"
            raise Refused("ambiguous", reason, "keep one of the definitions first", where)
        if before is None or not all(map(_is_written, cls.node.bases)):
            reason = f"nobody can tell what each base of `{cls.dotted}` is: {_written(cls)}"
            raise Refused("unknown-base", reason, "write the bases as plain names first", where)
        for item in (cls, *self.hierarchy.ancestors(cls)):
            for keyword in item.node.keywords if isinstance(item, Class) else ():
                if keyword.arg == "metaclass" and last_name(keyword.value) not in PLAIN_METACLASSES:
                    reason = (
                        f"`{cls.dotted}` is made by the metaclass `{ast.unparse(keyword.value)}`, which sees its bases"
                    )
                    raise Refused("metaclass", reason, "give it the base by hand", where)
        if any(isinstance(part, ast.Constant) and part.value == "__weakref__" for part in ast.walk(cls.node)) or any(
            keyword.arg == "weakref_slot"
            for item in cls.node.decorator_list
            for keyword in getattr(item, "keywords", ())
        ):
            reason = f"`{cls.dotted}` has a slot `__weakref__` of its own, as the root has"
            raise Refused("slots", reason, "give it the base by hand", where)

    def _refuse_order(self, cls: Class) -> None:
        where = _at(cls)
        try:
            order = self.orders.order(cls)
        except NoOrder:
            self.draft.refuse("no-order", f"Python cannot make `{cls.dotted}` as it is", "mend its bases first", where)
            return
        if order is None and not self.orders.is_below(cls, EXCEPTION):
            unknown = ", ".join(f"`{name}`" for name in self._unknown(cls)) or "a base"
            reason = f"`{cls.dotted}` is not known to be below `Exception`: nobody here can tell what {unknown} is"
            self.draft.refuse("unknown-base", reason, self._hint(cls), where)
        elif order is not None and EXCEPTION not in order:
            what = "only below `BaseException`" if BASE_EXCEPTION in order else "no exception"
            reason = f"`{cls.dotted}` is {what}: with the root, `except Exception` would catch it"
            self.draft.refuse("wider-catch", reason, "leave it out", where)
        else:
            reason = (
                f"no place among the bases of `{cls.dotted}` keeps the order in which Python looks: {_written(cls)}"
            )
            self.draft.refuse("no-order", reason, "give it a base by hand, or leave it out", where)

    def _hint(self, cls: Class) -> str:
        listed = ", ".join(f'"{name}"' for name in self._unknown(cls) if name)
        return f"say `assume = [{listed}]` where you know it" if listed else "write the bases as plain names first"

    def _unknown(self, cls: Class) -> list[str]:
        """The bases from outside the tree, somewhere above the class, of which nothing is known."""
        found = {
            base
            for item in (cls, *self.hierarchy.ancestors(cls))
            if isinstance(item, Class)
            for base in self.orders.known_bases(item)
            if isinstance(base, str) and self.orders.order(base) is None
        }
        return sorted(found)

    def _row(self, cls: Class, after: tuple[Kind, ...] | None) -> None:
        bases = self.orders.bases(cls)
        written = _written(cls)
        new = ", ".join(last_of(kind) for kind in after) if after else "as before"
        if after and bases:
            texts = dict(zip(bases, map(ast.unparse, cls.node.bases), strict=False))
            new = ", ".join(texts.get(kind, last_of(kind)) for kind in after)
        self.rows.append((cls.dotted, written, new, self._caught(cls)))

    def _caught(self, cls: Class) -> str:
        """What an `except` clause may name to catch it today."""
        try:
            order = self.orders.order(cls)
        except NoOrder:
            order = None
        if order is None:
            return "not known"
        return ", ".join(last_of(kind) for kind in order[1:] if kind not in (BASE_EXCEPTION, OBJECT)) or "BaseException"

    # what stands below

    def _check_below(self, cls: Class) -> None:
        """Whether the classes below keep their order too."""
        for item in self.hierarchy.descendants(cls):
            if item in self.orders.gained or item in self.stopped:
                continue  # proven, or refused, by itself
            try:
                before = self.orders.order(item)
            except NoOrder:
                continue  # it cannot be made today
            try:
                after = self.orders.order(item, after=True)
                same = before is None or after is None or restricted(after, before) == before
            except NoOrder:
                same = False
            if not same:
                reason = f"`{item.dotted}`, below `{cls.dotted}`, would get another order of bases, or none"
                self.draft.refuse("no-order", reason, "leave one of its bases out of the families", _at(item))
            elif (before is None or after is None) and self._lines(item) > 1:
                reason = f"`{item.dotted}` inherits from several of these classes and from something unknown"
                self.draft.refuse("unknown-base", reason, self._hint(item), _at(item))

    def _lines(self, cls: Class) -> int:
        """Over how many of its bases new classes come to it."""
        gained = set(self.orders.gained)
        bases = (base for base in self.hierarchy.bases(cls) if isinstance(base, Class))
        return sum(bool(gained & {base, *self.hierarchy.ancestors(base)}) for base in bases)

    def _check_catching(self, cls: Class) -> None:
        """Whether a handler that is there would catch the class, which it did not: only where the root was there before."""
        added = [
            kind
            for new in self.orders.gained[cls]
            for kind in self.orders.order(new, after=True) or ()
            if kind not in self.orders.made and not self.orders.is_below(cls, kind)
        ]
        for kind in dict.fromkeys(added):
            if not isinstance(kind, Class):
                if not layouts_meet([*(self.orders.order(cls) or ()), kind]):
                    reason = (
                        f"`{cls.dotted}` cannot be below `{dotted(kind)}`: Python lays out the two in different ways"
                    )
                    self.draft.refuse("layout-conflict", reason, "leave it out, or name another root", _at(cls))
                    continue
                places: Sequence[Location] = (_at(cls),)
                who = f"every `except {dotted(kind)}`"
            else:
                places = self._askers(kind)
                who = f"{places[0]} asks for `{kind.dotted}`, and" if places else ""
            if not who:
                continue
            reason = f"{who} would catch `{cls.dotted}`, and does not today"
            if self.wishes.catch_more:
                self.draft.note(reason)
            else:
                self.draft.refuse("wider-catch", reason, "name a new root, or say `catch_more = true`", places[0])

    def _askers(self, cls: Class) -> list[Location]:
        """Where the tree asks whether something is of this class: handlers, `isinstance`, `raises` and whatever is not plain."""
        found = []
        for reference in self.index.references(cls.dotted):
            if reference.form not in ("name", "attribute", "string", "setattr") or reference.use is None:
                continue
            module = self.index.names.file(reference.path)
            if _asks(module, reference.use.name):
                found.append(Location(reference.path, reference.line))
        return found

    # text

    def _edit(self) -> None:
        """The new bases, their imports, and the module that holds them."""
        adding = ImportAdding(self.index)
        for module, kinds in self.home.users():
            wanted = [Wanted(self.wishes.into, last_of(kind)) for kind in kinds]
            self._check_package(module, adding)
            self._check_star(module, wanted)
            self.draft.edit(module.path, *adding.edits(module, wanted))
            self._tell_loading(module)
        self.home.write()

    def _check_package(self, module: Module, adding: ImportAdding) -> None:
        """Refuse a package around the module that imports it: the root would not be there by then."""
        into = self.wishes.into
        if into in parents_of(module.name) and module.name in adding.loading.perhaps(into):
            reason = f"{module.path}: `{into}` imports `{module.name}`, and so cannot be imported by it"
            hint = "put the root into a module of its own"
            raise Refused("import-ring", reason, hint, Location(module.path))

    def _check_star(self, module: Module, wanted: Sequence[Wanted]) -> None:
        """Refuse a name that a star import gives another meaning there."""
        for item in wanted:
            meant = self.index.names.member(module.name, item.name) if module.stars and module.name else None
            if meant and item.name not in module.namespace and meant != Meaning(item.module, item.name):
                reason = f"`{item.name}` means `{meant.dotted}` in {module.path}, by a star import"
                raise Refused("name-taken", reason, "choose another name", Location(module.path))

    def _tell_loading(self, module: Module) -> None:
        names = self.index.names
        above = set(parents_of(module.name)) if module.name else set()
        for package in parents_of(self.wishes.into):
            info = names.module(package) if package not in above else None
            if info and info.bindings.imports:
                self.draft.note(
                    f"{module.path}: imports `{self.wishes.into}`, and with it `{package}` and what that loads"
                )

    def _tell(self) -> None:
        """What a reader should look at: code that asks for bases, stubs."""
        for path in self.index.names.files_with(*LOOKS) if self.orders.gained else ():
            if match := LOOK.search(self.index.names.data(path)):
                line = self.index.names.data(path).count(b"\n", 0, match.start()) + 1
                self.draft.note(
                    f"{Location(path, line)}: asks classes for their bases: see whether new ones matter there"
                )
        for cls in self.orders.gained:
            self.draft.redefines(cls.dotted)
            for path in self.index.names.paths.get(cls.module.name, ()):
                if path.suffix == ".pyi":
                    self.draft.note(f"{path}: the stub names the old bases")


def last_of(kind: Kind) -> str:
    """The last part of its name."""
    return dotted(kind).rpartition(".")[2]


def _at(cls: Class) -> Location:
    return Location(cls.path, cls.line, symbol=cls.qualname)


def _written(cls: Class) -> str:
    return ", ".join(map(ast.unparse, cls.node.bases)) or "none"


def _is_written(base: ast.expr) -> bool:
    return isinstance(base, ast.Name | ast.Attribute | ast.Subscript)


def _header_edits(cls: Class, new: Sequence[Kind], start: int, instead: bool) -> list[Edit]:
    header, texts = header_of_class(cls.module, cls.node), [last_of(kind) for kind in new]
    return header.replace(start, start, ", ".join(texts)) if instead else header.insert(start, *texts)


def _asks(module: Module, node: ast.AST) -> bool:
    """Whether what stands there may ask a thing for its class; raising one and inheriting from it do not."""
    parents = module.parents
    while isinstance(outer := parents.get(node), ast.Attribute):
        node = outer
    if isinstance(outer, ast.Call) and outer.func is node:
        return False
    if isinstance(outer, ast.Raise | ast.ClassDef):
        return False
    return not isinstance(outer, ast.Expr)
