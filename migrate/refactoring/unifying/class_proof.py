"""Whether one class can stand for another: what forbids it, and which option would allow it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from migrate.model import Location
from migrate.python.source import last_name
from migrate.refactoring.calls.sites import attribute_at
from migrate.refactoring.draft import Draft
from migrate.refactoring.moving.checks import HARMLESS
from migrate.refactoring.unifying.class_members import Comparison, members_of
from migrate.refactoring.unifying.class_state import set_below, shared_state
from migrate.refactoring.unifying.class_texts import Level
from migrate.references.index import Reference
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Outside
from migrate.references.names import Module

ASKING = frozenset({"isinstance", "issubclass", "register", "singledispatch", "type"})
"""Calls to which it matters which class a class is."""


@dataclass(frozen=True)
class Terms:
    """How alike the two must be."""

    level: Level = "plain"
    superset: bool = False
    bodies: Literal["equal", "kept"] = "equal"
    state: Literal["refuse", "shared"] = "refuse"


class Proof:
    """Looks for what forbids it; every reason is a refusal of the draft, what a reader should know a note."""

    def __init__(self, draft: Draft, comparison: Comparison, terms: Terms) -> None:
        self.draft = draft
        self.index = draft.index
        self.comparison = comparison
        self.hierarchy = comparison.hierarchy
        self.terms = terms
        self.kept = comparison.kept
        self.dropped = comparison.dropped
        self.where = Location(self.dropped.path, self.dropped.line, symbol=self.dropped.qualname)

    def work(self) -> None:
        """Refuse whatever must be refused."""
        self._headings()
        self._bases()
        self._members()
        self._private()
        self._state()
        self._subclasses()
        self._tests_of_kind()
        self._pickles()
        self._words()

    def _refuse(self, code: str, reason: str, hint: str, where: Location | None = None) -> None:
        where = where or self.where
        self.draft.refuse(code, f"{where}: {reason}", hint, where)

    # the class statement

    def _headings(self) -> None:
        kept, dropped = self.kept, self.dropped
        for name in sorted(dropped.decorators - HARMLESS):
            self._refuse(
                "registered-class", f"`@{name}` may tell others of `{dropped.name}`", "take the decorator away first"
            )
        for cls in (dropped, *self.hierarchy.ancestors(dropped)):
            if isinstance(cls, Class) and self._is_told(cls):
                reason = f"`{cls.dotted}` is told of every class below it"
                self._refuse("registered-class", reason, "see by hand to what it is told")
                break
        if reason := self.comparison.headings:
            self._refuse("other-class-statement", reason, "make them the same first")
        if dropped.name.startswith("Test") or any(
            isinstance(base, Outside) and base.dotted.endswith("TestCase") for base in self.hierarchy.ancestors(dropped)
        ):
            self._refuse(
                "test-class", f"a test runner finds `{dropped.name}` where it is", "delete one of the two instead"
            )
        if dropped in self.hierarchy.ancestors(kept):
            hint = f"keep `{dropped.dotted}`, or move what it has into `{kept.name}` first"
            self._refuse("base-of-kept", f"`{kept.dotted}` inherits from `{dropped.name}`", hint)

    def _is_told(self, cls: Class) -> bool:
        """Whether the class, or what makes it, hears of every class below it."""
        made = [item.value for node in cls.nodes for item in node.keywords if item.arg == "metaclass"]
        if any(last_name(item) not in ("ABCMeta", "EnumMeta", "EnumType") for item in made):
            return True
        return self.hierarchy.is_metaclass(cls) or (cls is not self.dropped and "__init_subclass__" in cls.body)

    def _bases(self) -> None:
        comparison = self.comparison
        if lost := comparison.lost_bases:
            listed = ", ".join(f"`{_shown(base)}`" for base in lost)
            hint = f"give `{self.kept.name}` that base first: `except` and `isinstance` ask for it"
            self._refuse(
                "lost-base", f"`{self.dropped.dotted}` is a kind of {listed}, `{self.kept.dotted}` is not", hint
            )
        if comparison.more_bases:
            listed = ", ".join(f"`{_shown(base)}`" for base in comparison.more_bases)
            reason = f"`{self.kept.dotted}` is a kind of {listed}, `{self.dropped.dotted}` is not"
            if self.terms.superset:
                self.draft.note(f"{self.where}: {reason}")
            else:
                self._refuse("more-bases", reason, "say `superset = true` if that may be")

    # the members

    def _members(self) -> None:
        comparison, terms = self.comparison, self.terms
        if self.hierarchy.is_enum(self.dropped) and not comparison.has_same_order:
            hint = "`auto` and loops see it: give both the same order first"
            self._refuse("other-order", f"the members of `{self.kept.dotted}` stand in another order", hint)
        if lost := [item.name for item in comparison.by_verdict("missing") if item.dropped and item.dropped.is_public]:
            self._refuse(
                "missing-member", f"`{self.kept.dotted}` has no {_listed(lost)}", "give it these members first"
            )
        if wrong := comparison.by_verdict("incompatible"):
            told = "; ".join(f"`{item.name}` {item.reason}" for item in wrong)
            self._refuse(
                "other-signature",
                f"callers of `{self.dropped.dotted}` would fail: {told}",
                "make them take the same first",
            )
        if differing := comparison.by_verdict("differs"):
            told = "; ".join(f"`{item.name}`: {item.reason}" for item in differing)
            if not terms.superset:
                hint = 'say `superset = true` and `bodies = "kept"` if those of the kept class will do'
                self._refuse("other-body", f"not equal at the level `{terms.level}`: {told}", hint)
            elif terms.bodies == "equal":
                hint = 'say `bodies = "kept"` if those of the kept class will do'
                self._refuse("other-body", f"not equal at the level `{terms.level}`: {told}", hint)
            else:
                self.draft.note(f"{self.where}: the kept class's bodies count from now on: {told}")
        if added := [item for item in comparison.by_verdict("only kept") if item.reason]:
            reason = f"`{self.kept.dotted}` has more: " + "; ".join(f"`{item.name}`: {item.reason}" for item in added)
            if not terms.superset:
                self._refuse("more-members", reason, "say `superset = true` if that may be")
            elif any(item.name == "__slots__" for item in added):
                self._refuse(
                    "slots", f"objects of `{self.kept.dotted}` take no further attributes", "give both `__slots__`"
                )
            else:
                self.draft.note(f"{self.where}: {reason}")
        if not terms.superset:
            missing = [
                item.name for item in comparison.by_verdict("missing") if item.dropped and not item.dropped.is_public
            ]
            if missing:
                hint = "say `superset = true` if the kept class does without them"
                self._refuse("missing-member", f"`{self.kept.dotted}` has no {_listed(missing)}", hint)

    def _private(self) -> None:
        """Private members of the dropped class that others ask for, and the kept one lacks."""
        lost = {
            item.name for item in self.comparison.by_verdict("missing") if item.dropped and not item.dropped.is_public
        }
        mangled = {}
        if self.kept.name != self.dropped.name:
            mangled = {
                f"_{self.dropped.name.lstrip('_')}{name}": name
                for name in self.comparison.ours
                if name.startswith("__") and not name.endswith("__")
            }
        wanted = lost | mangled.keys()
        if not wanted:
            return
        for path in self.index.names.files_with(*wanted):
            module = self.draft.module(path)
            for node in ast.walk(module.source.tree) if module else ():
                if isinstance(node, ast.Attribute) and node.attr in wanted and not self._is_inside(module, node):
                    at = Location(path, node.lineno)
                    name = mangled.get(node.attr, node.attr)
                    hint = f"give `{self.kept.name}` that member first, or see to this place"
                    self._refuse("private-member", f"`{node.attr}` may be the dropped class's `{name}`", hint, at)

    def _is_inside(self, module: Module | None, node: ast.AST) -> bool:
        """Whether the node stands in the text of the dropped class."""
        line, cls = getattr(node, "lineno", 0), self.dropped.node
        return module is self.dropped.module and cls.lineno <= line <= (cls.end_lineno or cls.lineno)

    def _state(self) -> None:
        for where, what in shared_state(self.comparison):
            reason = f"{what}: the two classes would share one"
            if self.terms.state == "refuse":
                self._refuse("shared-state", reason, 'say `state = "shared"` if they may', where)
            else:
                self.draft.note(f"{where}: {reason}")
        there = {ast.unparse(node).replace(self.kept.name, self.dropped.name) for node in set_below(self.kept)}
        for node in set_below(self.dropped):
            if (text := ast.unparse(node)) not in there:
                reason = (
                    f"`{text.partition(chr(10))[0]}` would go with the class, and `{self.kept.dotted}` has no such line"
                )
                where = Location(self.dropped.path, node.lineno)
                self._refuse(
                    "given-class", reason, f"say the same below `{self.kept.name}` first, or take it away", where
                )

    # those who know the class

    def _subclasses(self) -> None:
        """Subclasses whose own members the kept class would meet."""
        new = {item.name for item in self.comparison.by_verdict("only kept")}
        for cls in self.hierarchy.descendants(self.dropped):
            if cls is self.kept:
                continue
            own = members_of(cls)
            if met := sorted(new & own.keys()):
                at = Location(cls.path, cls.line, symbol=cls.qualname)
                reason = f"`{cls.name}` defines {_listed(met)}, which only the kept class has: it would override that"
                self._refuse("member-meets", reason, "rename one of them first", at)
            elif self.comparison.by_verdict("differs"):
                at = Location(cls.path, cls.line, symbol=cls.qualname)
                self.draft.note(f"{at}: `{cls.name}` inherits the kept class's bodies from now on")

    def _tests_of_kind(self) -> None:
        """Where somebody asks whether something is a kind of the dropped class: a kept one is, from now on."""
        kept = {id(node) for _, node in self._expressions(self.kept)}
        for reference, node in self._expressions(self.dropped):
            module = self.index.names.file(reference.path)
            at = Location(reference.path, reference.line)
            holder, what = module.parents.get(node), "isinstance"
            while isinstance(holder, ast.Tuple | ast.BinOp):
                node, holder = holder, module.parents.get(holder)
            match holder:
                case ast.ExceptHandler():
                    what, outer = "`except`", module.parents.get(holder)
                    others = [
                        part
                        for item in getattr(outer, "handlers", ())
                        if item is not holder
                        for part in ast.walk(item.type or item)
                    ]
                    if any(id(part) in kept for part in others if isinstance(part, ast.expr)):
                        reason = "one `try` tells the two classes apart by two handlers"
                        self._refuse("told-apart", reason, "make one handler of the two first", at)
                        continue
                case ast.Call(func=func) if last_name(func) in ASKING and node in holder.args:
                    what = f"`{last_name(func)}`"
                case ast.MatchClass():
                    what = "`case`"
                case ast.Dict():
                    if any(id(part) in kept for key in holder.keys if key for part in ast.walk(key)):
                        self._refuse(
                            "told-apart", "a dictionary has both classes as keys", "make one entry of the two first", at
                        )
                    continue
                case ast.Compare(left=left, comparators=others):
                    if any(id(part) in kept for part in (left, *others)):
                        self._refuse("told-apart", "a comparison has both classes", "see by hand what it is to say", at)
                        continue
                    what = "a comparison"
                case ast.Set(elts=members) if any(id(part) in kept for part in members):
                    self._refuse("told-apart", "a set has both classes", "see by hand how many it is to have", at)
                    continue
                case _:
                    continue
            self.draft.note(f"{at}: {what} takes objects of `{self.kept.dotted}` as well from now on")

    def _expressions(self, cls: Class) -> Iterator[tuple[Reference, ast.expr]]:
        """Every name or attribute that means the class."""
        for reference in self.index.references(cls.dotted):
            use = reference.use
            if use is None or use.quoted is not None or reference.meaning != cls.meaning:
                continue
            module = self.index.names.file(reference.path)
            node = use.name if reference.form == "name" else attribute_at(module, use, reference.start)
            if node is not None:
                yield reference, node

    def _pickles(self) -> None:
        if any(True for _ in self.index.names.files_with("pickle")):
            self.draft.note(f"{self.where}: what is pickled from now on names `{self.kept.dotted}`")

    def _words(self) -> None:
        """What the code of the class says of itself, and would say otherwise."""
        kept, dropped = self.kept, self.dropped
        if self.comparison.things.ask_name:
            self.draft.note(f"{self.where}: `__name__` is `{kept.module.name}` from now on, in names of loggers, say")
        family = (dropped, *self.hierarchy.ancestors(dropped), *self.hierarchy.descendants(dropped))
        nodes = (part for cls in family if isinstance(cls, Class) for node in cls.nodes for part in ast.walk(node))
        asked = any(isinstance(part, ast.Attribute) and part.attr == "__doc__" for part in nodes)
        if asked and ast.get_docstring(kept.node) != ast.get_docstring(dropped.node):
            reason = f"`__doc__` is asked for, and `{kept.dotted}` has another docstring"
            self._refuse("other-docstring", reason, "give both the same docstring first")


def _shown(base: Class | Outside) -> str:
    return base.dotted if isinstance(base, Class) else base.written


def _listed(names: list[str]) -> str:
    return ", ".join(name if name.startswith("`") else f"`{name}`" for name in names)
