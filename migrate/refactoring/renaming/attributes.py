"""Renames methods, properties, fields and other attributes over the classes that share them by inheritance."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.errors import nearest
from migrate.model import Location, Move
from migrate.python.edits import Edit
from migrate.python.source import last_name
from migrate.refactoring.left.members import alias_of_member, is_left_member
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import home_of, places
from migrate.refactoring.renaming.opinions import Evidence, opinions
from migrate.references.members.classes import Class, called
from migrate.references.members.hierarchy import Family, Hierarchy, Outside
from migrate.references.members.uses import MemberUse, makes_fields
from migrate.references.names import BUILTINS

Unproven = Literal["refuse", "leave", "rename"]
LeaveMember = Literal["nothing", "alias", "compat", "reexport"]
SHOWN = 25
"""So many places are named one by one; of the rest their number is told."""


@dataclass(frozen=True)
class Terms:
    """What the plan says of places that cannot be proven, and of what stays behind."""

    unproven: Unproven = "refuse"
    evidence: Evidence = "own"
    leave: LeaveMember = "nothing"
    remove_in: str | None = None
    strings: frozenset[PurePosixPath] = frozenset()
    """Files in which a string follows that is just the old name."""

    @property
    def strict(self) -> bool:
        """Whether a place that cannot be proven stops the renaming: nothing answers to the old name any more."""
        return self.unproven == "refuse" and self.leave == "nothing"


@dataclass
class Doubts:
    """Places that may mean the old name, by reason code, and things that a reader should know."""

    places: list[tuple[str, Location, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, code: str, where: Location, reason: str) -> None:
        self.places.append((code, where, reason))


class AttributeRenaming:
    """The member `old` of a class, and of all classes that share it, becomes `new`. Nothing is edited that is not proven."""

    def __init__(self, hierarchy: Hierarchy, cls: Class, old: str, new: str, terms: Terms) -> None:
        self.hierarchy = hierarchy
        self.index = hierarchy.index
        self.cls = cls
        self.old = old
        self.new = new
        self.terms = terms
        self.doubts = Doubts()

    @property
    def dotted(self) -> str:
        """The dotted old name."""
        return f"{self.cls.dotted}.{self.old}"

    @cached_property
    def family(self) -> Family:
        """The classes that share the member."""
        return self.hierarchy.family(self.cls, self.old)

    @property
    def is_done(self) -> bool:
        """Whether the class has the new name already, and the old one only as what was left behind."""
        order = [base for base in self.hierarchy.mro(self.cls) if isinstance(base, Class)]
        if not any(base.binds(self.new) for base in order):
            return False
        there = [base for base in order if base.binds(self.old)]
        return not there or (
            self.terms.leave != "nothing" and all(is_left_member(base, self.old, self.new) for base in there)
        )

    # what stands in the way

    def check(self) -> None:
        """Raise Refused where the class has no such member, or it cannot be renamed, or not to this name."""
        if not any(isinstance(base, Class) and base.binds(self.old) for base in self.hierarchy.mro(self.cls)):
            raise self._missing()
        self._check_names()
        for cls, node in self.family.bodies:
            self._check_definition(cls, node)
        self._check_outside()
        self._check_protocols()
        self._check_free()

    def _missing(self) -> Refused:
        known: set[str] = set()
        for base in self.hierarchy.mro(self.cls):
            if isinstance(base, Class):
                known |= {*base.body, *(name for name in base.asked if base.binds(name))}
        hint = nearest(self.dotted, sorted(f"{self.cls.dotted}.{name}" for name in known), "give the whole dotted name")
        return Refused("no-such-name", f"the tree has no `{self.dotted}`", hint, _where(self.cls))

    def _check_names(self) -> None:
        where = _where(self.cls)
        for name in (self.old, self.new):
            if name.startswith("__") and name.endswith("__"):
                reason = f"`{name}` has a meaning of its own to Python"
                raise Refused("special-name", reason, "name a member without double underscores", where)
        if _is_mangled(self.old) != _is_mangled(self.new):
            reason = f"Python mangles `{self.old if _is_mangled(self.old) else self.new}` with the name of its class"
            raise Refused("mangled", reason, "keep the two leading underscores, or make it one in two steps", where)
        if any(base.dotted.endswith(".TypedDict") for cls in self.family.definers for base in self._bases_outside(cls)):
            reason = f"`{self.cls.dotted}` is a TypedDict: `{self.old}` is a key, and keys are strings"
            raise Refused("typed-dict", reason, "rename the keys by hand", where)

    def _bases_outside(self, cls: Class) -> list[Outside]:
        return [base for base in self.hierarchy.ancestors(cls) if isinstance(base, Outside)]

    def _check_definition(self, cls: Class, node: ast.AST) -> None:
        where = Location(cls.path, getattr(node, "lineno", cls.line), symbol=cls.qualname)
        if isinstance(node, ast.alias):
            reason = f"{where}: `{self.old}` is imported into the class"
            raise Refused("imported", reason, "assign it to a name of the class first", where)
        for decorator in getattr(node, "decorator_list", []):
            text = ast.unparse(called(decorator))
            if last_name(called(decorator)) == "fixture":
                reason = f"{where}: `{self.old}` is a fixture, which tests ask for by the name of a parameter"
                raise Refused("fixture", reason, "give it `name=` first, or rename it by hand", where)
            if isinstance(decorator, ast.Call) and not text.startswith(("functools.", f"{self.old}.")):
                self.doubts.notes.append(f"{where}: `@{ast.unparse(decorator)}` may use the name of what it decorates")

    def _check_outside(self) -> None:
        """A base outside the tree that has the member, or may have it."""
        for cls, base in self.family.outside:
            where = Location(cls.path, cls.line, symbol=cls.qualname)
            known = self.hierarchy.outside.members(base.dotted) if base.dotted else None
            if known is not None:
                reason = (
                    f"{where}: `{base.written}`, from outside the tree, has a `{self.old}`, which this one overrides"
                )
                raise Refused("external-base", reason, "leave it, or take the class out from below that base", where)
            reason = f"{where}: `{base.written}` lies outside the tree and may have a `{self.old}`"
            if self.terms.unproven == "refuse":
                hint = 'look, and if it has none say `unproven = "leave"`'
                self.doubts.add("external-base", where, f"{reason}; {hint}")
            else:
                self.doubts.notes.append(reason)

    def _check_protocols(self) -> None:
        """A protocol counts on the member in classes that never name it."""
        asking = [cls for cls in self.family.definers if self.hierarchy.is_protocol(cls)]
        wanted = [set(cls.body) - {"__doc__"} for cls in asking]
        for path in self.index.names.files_with(self.old) if asking else ():
            file = self.hierarchy.file(path)
            for cls in file.classes.values() if file else ():
                known = {name for base in self.hierarchy.mro(cls) if isinstance(base, Class) for name in base.body}
                if cls not in self.family and cls.binds(self.old) and any(names <= known for names in wanted):
                    where = Location(path, cls.line, symbol=cls.qualname)
                    reason = f"{where}: `{cls.dotted}` has a `{self.old}` too, and may pass for a `{asking[0].dotted}`"
                    if self.terms.unproven == "refuse":
                        self.doubts.add("unproven-protocol", where, reason)
                    else:
                        self.doubts.notes.append(reason)

    def _check_free(self) -> None:
        """The new name must mean nothing yet: in no class of the family or above, nor to anybody who asks one of them."""
        around = dict.fromkeys(
            base
            for cls in sorted(self.family.classes, key=lambda item: (item.path, item.line))
            for base in self.hierarchy.mro(cls)
        )
        for base in around:
            if isinstance(base, Class):
                nodes = [*base.body.get(self.new, ()), *base.asked.get(self.new, ())]
                if nodes:
                    where = Location(base.path, getattr(nodes[0], "lineno", base.line), symbol=base.qualname)
                    reason = f"{where}: `{base.dotted}` has or asks for a `{self.new}` already"
                    raise Refused("name-taken", reason, "choose another name", where)
            elif self.new in (self.hierarchy.outside.members(base.dotted) or ()):
                reason = f"`{base.written}`, from which `{self.cls.dotted}` or one of its family inherits, has a `{self.new}`"
                raise Refused("name-taken", reason, "choose another name", _where(self.cls))
        for use in self.hierarchy.uses(replace(self.family, member=self.new)):
            if use.evidence == "resolved":
                where = Location(use.path, use.line)
                reason = f"{where}: `{self.new}` is asked of `{use.receiver and use.receiver.dotted}` there already"
                raise Refused("name-taken", reason, "choose another name", where)
        for cls in self.family.definers:
            self._check_captures(cls)

    def _check_captures(self, cls: Class) -> None:
        """Other statements of the class's body that read the new name from further out."""
        if self.old not in cls.body:
            return
        for use in cls.module.bindings.uses:
            if use.name.id == self.new and use.scope in cls.scopes and home_of(use) is not use.scope:
                where = Location(cls.path, (use.quoted or use.name).lineno)
                kind = "builtin" if self.new in BUILTINS else "name from outside the class"
                reason = f"{where}: the class's body uses the {kind} `{self.new}`"
                raise Refused("captured", reason, "choose another name", where)

    # the edits

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """The edits; what cannot be proven is in `doubts` afterwards."""
        for cls in self.family.definers:
            at = cls.module.positions
            for scope in cls.scopes:
                if self.old in scope.bindings:
                    for start, end in places(cls.module, scope, self.old):
                        yield cls.path, Edit(start, end, at.encode(self.new))
        count: Counter[str] = Counter()
        doubtful = []
        for use in self.hierarchy.uses(self.family):
            count[use.evidence] += 1
            if use.evidence == "resolved":
                yield self._edit(use)
            elif use.evidence == "unknown":
                doubtful.append(use)
        told, notes = opinions(self.terms.evidence, self.hierarchy, self.family, doubtful)
        self.doubts.notes += notes
        for use, is_member in told.items():
            count["unknown"] -= 1
            count[self.terms.evidence if is_member else f"other by {self.terms.evidence}"] += 1
            if is_member:
                yield self._edit(use)
        for use in doubtful:
            if use in told:
                continue
            if use.path in self.terms.strings and use.form in ("string", "text") and use.start >= 0:
                yield self._edit(use)
            elif self.terms.unproven == "rename" and use.form != "text" and use.start >= 0:
                count["unknown"] -= 1
                count["unproven, renamed"] += 1
                yield self._edit(use)
            else:
                self._doubt(use)
        told_counts = ", ".join(f"{number} {kind}" for kind, number in count.items() if number)
        if told_counts:
            self.doubts.notes.append(f"`{self.dotted}`: places by evidence: {told_counts}")
        if self._is_field:
            self.doubts.notes.append(f"`{self.dotted}` is a field: what was stored by its name does not follow")
        yield from self._left_behind()

    def _edit(self, use: MemberUse) -> tuple[PurePosixPath, Edit]:
        if use.start < 0:
            where = Location(use.path, use.line)
            reason = f"{where}: `{self.old}` cannot be placed there"
            raise Refused("unplaced", reason, "rewrite that place by hand, plainly", where)
        at = self.index.names.file(use.path).positions
        return use.path, Edit(use.start, use.end, at.encode(self.new))

    def _doubt(self, use: MemberUse) -> None:
        where = Location(use.path, use.line)
        if use.form == "text":
            self.doubts.notes.append(f"{where}: left as it is: {use.reason}")
        else:
            written = use.reason if use.form in ("string", "keyword") else f"`{ast.unparse(use.node)}`: {use.reason}"
            self.doubts.add("unproven-receiver", where, f"{where}: {written}")

    @property
    def _is_field(self) -> bool:
        return any(
            isinstance(cls.file.parents.get(node), ast.AnnAssign) and not isinstance(node, ast.FunctionDef)
            for cls, node in self.family.bodies
        )

    # what stays behind

    def _left_behind(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        if self.terms.leave == "nothing":
            return
        family = self.family
        if self._is_field and any(makes_fields(self.hierarchy, cls) for cls in family.definers):
            self.doubts.notes.append(
                f"`{self.dotted}`: an alias does not bring the keyword argument `{self.old}=` back"
            )
        warns = self.terms.leave == "compat"
        is_value = not family.functions and any(family.bodies)
        for cls in family.definers if is_value else family.roots:
            alone = len(family.definers) == 1 or is_value
            yield cls.path, alias_of_member(cls, self.old, self.new, self.terms.remove_in, warns=warns, alone=alone)

    # what is told

    @property
    def carriers(self) -> dict[tuple[str, str], str]:
        """(class, old name) → new name, for documents and comments."""
        owners = {self.cls.dotted} | {cls.dotted for cls in self.family.definers}
        return {(owner, self.old): self.new for owner in sorted(owners)}

    def moves(self, left: Literal["compat", "reexport", "nothing"]) -> list[Move]:
        """The recorded moves: of the class that was named, and of each that defines the member."""
        return [
            Move(f"{owner}.{name}", f"{owner}.{new}", "symbol", left)
            for (owner, name), new in self.carriers.items()
            if "<locals>" not in owner
        ]


def _where(cls: Class) -> Location:
    return Location(cls.path, cls.line, symbol=cls.qualname)


def _is_mangled(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__")
