"""Which wishes of a plan rename something inside a class or a function: a member, a parameter."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location, Move, Refusal
from migrate.python.edits import Edit
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.attributes import SHOWN, AttributeRenaming, Terms
from migrate.refactoring.renaming.parameters import ParameterRenaming
from migrate.refactoring.retexting import in_comments, in_documents, in_words
from migrate.refactoring.symbols import is_name
from migrate.references.index import Index
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy

PARAMETER = re.compile(r"(?P<function>[^()]+)\((?P<name>[^()]+)\)")
"""`pkg.mod.function(parameter)`"""
HINTS = {
    "unproven-receiver": 'annotate the receiver, or say `unproven = "leave"`, `"rename"`, `evidence = "mypy"` or leave an alias',
    "external-base": 'look at that base, and if it has none say `unproven = "leave"`',
    "unproven-protocol": 'let the class inherit from the protocol, or look and say `unproven = "leave"`',
    "unproven-value": 'look at those calls, mend them by hand, and say `unproven = "leave"`',
    "unproven-call": 'mend the call by hand, or say `unproven = "leave"`',
}


def is_inside(hierarchy: Hierarchy, old: str) -> bool:
    """Whether the name is one of a parameter, or of a member of a class that is no member of an enum."""
    if PARAMETER.fullmatch(old):
        return True
    found = _class_of(hierarchy, old)
    if found is None:
        return False
    cls, name = found
    nodes = cls.body.get(name, ())
    plain = [node for node in nodes if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    is_member = bool(plain) or not any(isinstance(base, Class) and base.binds(name) for base in hierarchy.mro(cls))
    return not (hierarchy.is_enum(cls) and is_member and "." not in cls.qualname)


def _class_of(hierarchy: Hierarchy, dotted: str) -> tuple[Class, str] | None:
    names = hierarchy.names
    around, _, name = dotted.rpartition(".")
    if not around or names.is_module(dotted) or names.is_module(around):
        return None
    cls = hierarchy.find(around)
    return (cls, name) if cls else None


class InsideRenamings:
    """All renamings of members and parameters that a plan asks for at once. Raises Refused for what cannot be had."""

    def __init__(self, hierarchy: Hierarchy, wishes: Mapping[str, str], terms: Terms) -> None:
        self.hierarchy = hierarchy
        self.index: Index = hierarchy.index
        self.terms = terms
        self.notes: list[str] = []
        self.renamings: list[AttributeRenaming | ParameterRenaming] = []
        for old, wish in wishes.items():
            renaming = self._renaming(old, wish)
            if renaming.old == renaming.new:
                self.notes.append(f"`{old}` has that name already")
            elif renaming.is_done:
                self.notes.append(f"`{old}` is `{renaming.new}` already")
            else:
                renaming.check()
                self.renamings.append(renaming)

    def _renaming(self, old: str, wish: str) -> AttributeRenaming | ParameterRenaming:
        if match := PARAMETER.fullmatch(old):
            new = _bare(wish.removeprefix(f"{match['function']}(").removesuffix(")"), wish, old)
            return ParameterRenaming(self.hierarchy, match["function"], match["name"], new, self.terms)
        found = _class_of(self.hierarchy, old)
        assert found is not None
        cls, name = found
        return AttributeRenaming(
            self.hierarchy, cls, name, _bare(wish.removeprefix(f"{cls.dotted}."), wish, old), self.terms
        )

    @property
    def redefined(self) -> Iterator[str]:
        """The functions of which a parameter gets another name."""
        for renaming in self.renamings:
            if isinstance(renaming, ParameterRenaming):
                yield from (definition.dotted for definition in renaming.definitions)

    def edits(self, docs: bool, words_in: Collection[PurePosixPath]) -> Iterator[tuple[PurePosixPath, Edit]]:
        """The edits, where it is asked for in documents and docstrings too. In `words_in` the word alone follows."""
        for renaming in self.renamings:
            yield from renaming.edits()
            if docs and renaming.carriers:
                yield from in_documents(self.index, renaming.carriers)
            needles = [f"{owner}.{name}" for owner, name in renaming.carriers] if docs else []
            for path in {*self.index.names.files_with(*needles), *words_in} if renaming.carriers else ():
                yield from ((path, edit) for edit in self._in_words(path, renaming.carriers, path in words_in))

    def _in_words(self, path: PurePosixPath, carriers: Mapping[tuple[str, str], str], words: bool) -> Iterator[Edit]:
        if path.suffix not in (".py", ".pyi"):
            yield from in_words(self.index.workspace.read(path), carriers)
        elif file := self.hierarchy.file(path):
            yield from in_comments(file.module, carriers, words)

    def judge(self) -> Iterator[Refusal]:
        """What cannot be proven, once the edits are made: refusals, or notes where the plan says to go on."""
        for renaming in self.renamings:
            doubts = renaming.doubts
            self.notes += _shortened(doubts.notes)
            told = [_refusal(*place) for place in dict.fromkeys(doubts.places)]
            is_member = isinstance(renaming, AttributeRenaming)  # nothing answers to the old name of a parameter
            if not (self.terms.strict if is_member else self.terms.unproven == "refuse"):
                self.notes += _shortened([f"{item.where}: left as it is: {_bare_reason(item)}" for item in told])
                continue
            yield from told[:SHOWN]
            if len(told) > SHOWN:
                self.notes.append(f"{len(told) - SHOWN} more places like these cannot be proven")
        old = [renaming.old.encode() for renaming in self.renamings]
        for path, reason in sorted(self.index.unread.items()):
            if any(name in self.index.workspace.read(path) for name in old):
                self.notes.append(f"{path}: left as it is: {reason}")

    def moves(self, left: Literal["compat", "reexport", "nothing"]) -> list[Move]:
        """What got another dotted name."""
        return [move for renaming in self.renamings for move in renaming.moves(left)]


def _refusal(code: str, where: Location, reason: str) -> Refusal:
    return Refusal(code, reason, HINTS[code], where)


def _bare_reason(refusal: Refusal) -> str:
    return refusal.reason.removeprefix(f"{refusal.where}: ")


def _shortened(notes: list[str]) -> list[str]:
    kept = list(dict.fromkeys(notes))
    return kept if len(kept) <= SHOWN else [*kept[:SHOWN], f"{len(kept) - SHOWN} more notes like these"]


def _bare(new: str, wish: str, old: str) -> str:
    if not is_name(new):
        raise Refused("bad-name", f"`{wish}` is no name that `{old}` could have", "give the bare new name")
    return new
