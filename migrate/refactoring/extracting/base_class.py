"""Gives several classes a common base: measures first, and refuses with the tables where that would not pay."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from migrate.errors import nearest
from migrate.model import Json, Table
from migrate.python.antiunification import Member, antiunified
from migrate.python.edits import Edit
from migrate.refactoring.draft import Draft
from migrate.refactoring.extracting.closing import Closed, Closing, Open
from migrate.refactoring.extracting.comparing import Compared, Comparison
from migrate.refactoring.extracting.composing import Composing, Pulled, line_count
from migrate.refactoring.extracting.family import Family, Wish
from migrate.refactoring.extracting.interface import signature_of
from migrate.refactoring.extracting.layout import Part
from migrate.refactoring.extracting.leaving import without_unused
from migrate.refactoring.extracting.opening import NAME, Opening, opening_of
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.methods.stages import Work, check_loads, in_stages, moved_first
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Function
from migrate.workspace import Workspace

PRICE_OF_A_HOOK = 2
"""So many lines a member has to save for each method more that its readers have to look up."""


@dataclass(frozen=True)
class Measured:
    """What a common base of some classes would give, and the drafted change if it can be made."""

    tables: tuple[Table, ...]
    saving: int
    """Lines fewer in all, docstrings that are lost not counted; 0 or less where the base would add some."""
    shared: tuple[str, ...]
    """The members that would go to the base."""


def extract(draft: Draft, wish: Wish) -> None:
    """Give the classes their base, in the draft. Raises Refused, with the tables told, where it saves too little."""
    family = Family(draft, wish)
    if family.is_done:
        draft.note(f"`{wish.into}` is a base of these classes already")
        return
    family.check()
    work = Extracting(family)
    work.tell_members()
    work.tell_holes()
    if wish.interface and not work.signatures:
        reason = f"{family.where}: {_listed(family.names)} have no method with the same signature"
        raise Refused("nothing-shared", reason, "name other classes, or private `members`", family.where)
    if not work.pulled and not work.opening and not work.signatures:
        reason = f"{family.where}: no member of {_listed(family.names)} can be shared"
        hint = "give the members that should be alike one text first, or say `interface = true`"
        raise Refused("nothing-shared", reason, hint, family.where)
    work.carry_out()
    saving = work.tell_lines()
    if saving < wish.min_saving and not wish.interface:
        would = f"would save {_lines(saving)}, not {wish.min_saving}" if saving >= 0 else f"would add {_lines(-saving)}"
        reason = f"{family.where}: a base of {_listed(family.names)} {would}"
        hint = f"say `min_saving = {saving}`" if saving > 0 else "leave the classes as they are"
        raise Refused("too-little", reason, hint, family.where)
    work.tell_changes()


def measure(workspace: Workspace, wish: Wish) -> Measured:
    """What a base would give, without writing anything. Raises Refused for classes that can have none."""
    draft = Draft(workspace, "extract-base-class")
    family = Family(draft, wish)
    family.check()
    work = Extracting(family)
    work.tell_members()
    work.tell_holes()
    saving = 0
    if work.pulled or work.opening or work.signatures:
        work.carry_out()
        saving = work.tell_lines()
    return Measured(tuple(draft.tables), saving, tuple(one.item.name for one in work.pulled))


class Extracting:
    """One family on its way to a base."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.draft = family.draft
        self.comparison = Comparison(family)
        self.composing = Composing(self.comparison)
        self.pulled: list[Pulled] = []
        self.opening: Opening | None = None
        self.signatures: dict[str, str] = {}
        if family.wish.interface:
            self._choose_signatures()
        else:
            self._choose()

    def _choose_signatures(self) -> None:
        """Take what all of the classes can be asked for in one way; no code moves."""
        for item in self.comparison.members.values():
            item.why = self.comparison.is_too_early(item)
            text = "" if item.why else signature_of(self.comparison, item, is_abstract=self.family.is_abstract)
            if text:
                self.signatures[item.name] = text

    def _choose(self) -> None:
        """Take the members that save lines; a hole that costs more than the members with it save is not worth it."""
        closing = Closing(self.comparison)
        for item in sorted(self.comparison.shared, key=lambda item: item.verdict != "equal"):
            try:
                closed = closing.close(item) if item.holes else {}
            except Open as error:
                item.keep(str(error))
                continue
            one = Pulled(item, closed, self.composing.text_of(item, closed))
            before = zip(self.comparison.layouts, item.parts, strict=True)
            one.saves = sum(layout.lines(parts) for layout, parts in before) - line_count(one.text) - item.is_method
            one.saves -= _words_lost(item)
            self.pulled.append(one)
        while self.pulled:
            poorest = min(self.pulled, key=self._worth)
            if self._worth(poorest) > 0:
                break
            self.pulled.remove(poorest)
            poorest.item.keep(self._too_dear(poorest))
        if unknown := sorted(self.family.wish.hooks.keys() - closing.proposed):
            reason = f"{self.family.where}: no hole would be called `{unknown[0]}`"
            hint = nearest(unknown[0], closing.proposed, "leave `hooks` out to see what they are called")
            raise Refused("no-such-hook", reason, hint, self.family.where)
        self.comparison.settle()
        self.pulled = [one for one in self.pulled if one.item.is_shared]
        order = list(self.comparison.layouts[0].members)
        self.pulled.sort(key=lambda one: order.index(one.item.name))
        for one in self.pulled:
            one.saves -= round(sum(_price(closed) / len(self._users(closed)) for closed in one.needs))
        self.opening = opening_of(self.comparison)

    def _users(self, closed: Closed) -> list[Pulled]:
        return [one for one in self.pulled if closed in one.needs]

    def _worth(self, one: Pulled) -> int:
        """The lines that go with this member and would not go without it, less what its own hooks cost a reader."""
        own = [closed for closed in one.needs if self._users(closed) == [one]]
        return one.saves - sum(_price(closed) + PRICE_OF_A_HOOK * (closed.kind == "hook") for closed in own)

    def _too_dear(self, one: Pulled) -> str:
        own = [closed for closed in one.needs if not self._users(closed)]
        saves, hooks = one.saves - sum(map(_price, own)), sum(closed.kind == "hook" for closed in own)
        what = f"add {_lines(-saves)}" if saves < 0 else f"save {_lines(saves)}"
        return f"would {what} and need {hooks} hook{'s' * (hooks != 1)}" if hooks else f"would {what}"

    # what was measured

    def tell_members(self) -> None:
        """Each member, how each class's compares with the first one that has it, and what becomes of it."""
        names = self.family.names
        rows = [self._row(item.name, item) for item in self.comparison.members.values()]
        rows += [self._row(name, None) for name in self.comparison.partial if not self.family.wish.members]
        self.draft.table(f"Members of {_listed(names)}", ("member", *names, "to the base", "because"), rows)

    def _row(self, name: str, item: Compared | None) -> tuple[Json, ...]:
        cells: list[Json] = []
        first: tuple[int, list[Part]] | None = None
        for count, layout in enumerate(self.comparison.layouts):
            parts = layout.members.get(name)
            if parts is None:
                cells.append(None)
            elif first is None:
                first = count, parts
                cells.append(_lines(layout.lines(parts)))
            else:
                cells.append(self._beside(first, (count, parts)))
        if item is None:
            return (name, *cells, False, "not in all of them")
        one = next((one for one in self.pulled if one.item is item), None)
        if one is not None:
            return (name, *cells, True, f"saves {_lines(one.saves)}")
        if name in self.signatures:
            return (name, *cells, True, "its signature")
        if name == NAME and self.opening is not None:
            return (
                name,
                *cells,
                True,
                f"its first {self.opening.statements} statements, saves {_lines(self.opening.saves)}",
            )
        return (name, *cells, False, item.why)

    def _beside(self, one: tuple[int, list[Part]], other: tuple[int, list[Part]]) -> str:
        members = [
            Member(self.comparison.classes[count].module.positions, tuple(part.node for part in parts))
            for count, parts in (one, other)
        ]
        skeleton = antiunified(members, self.family.wish.level)
        if skeleton is None or self.comparison.objection(skeleton):
            return "different"
        holes = len(skeleton.holes)
        return "equal" if not holes else f"near ({holes} hole{'s' * (holes > 1)})"

    def tell_holes(self) -> None:
        """Each hole that was closed, with what each class puts there."""
        rows: dict[Closed, tuple[Json, ...]] = {}
        for one in self.pulled:
            for closed, _ in one.closed.values():
                rows.setdefault(closed, (closed.name, closed.kind, one.item.name, *closed.shown))
        if rows:
            self.draft.table("Holes", ("name", "kind", "in", *self.family.names), rows.values())

    def tell_lines(self) -> int:
        """The lines of each file before and after. Gives the saving in all, docstrings that are lost not counted."""
        after = self.draft.after()
        rows: list[tuple[Json, ...]] = []
        for change in self.draft.changes():
            there = line_count(change.before or b"")
            rows.append(
                (str(change.path), there, line_count(after.read(change.path)) if change.after is not None else 0)
            )
        saving = sum(row[1] - row[2] for row in rows)
        self.draft.table(
            "Lines", ("file", "before", "after"), [*rows, ("all", sum(r[1] for r in rows), sum(r[2] for r in rows))]
        )
        return int(saving) - sum(_words_lost(one.item) for one in self.pulled)

    def tell_changes(self) -> None:
        """What a reader should know that no table says."""
        base = self.family.wish.base
        moved = [one.item.name for one in self.pulled if one.item.is_method]
        if moved:
            first = self.family.names[0]
            self.draft.note(
                f"`{first}.{moved[0]}.__qualname__` is `{base}.{moved[0]}` now, and so for all that went to the base"
            )
        for one in self.pulled:
            if one.item.hints:
                self.draft.note(f"`{base}.{one.item.name}` lost annotations that mean something else in each class")
            soft = sorted(one.item.skeleton.soft - {"annotation"}) if one.item.skeleton else []
            if soft:
                others = f"the {' and the '.join(soft)} of `{self.family.names[0]}`"
                self.draft.note(f"`{base}.{one.item.name}` has {others}, where others had another")

    # the change

    def carry_out(self) -> None:
        """Write the base, move it where it is wanted, and have the classes inherit from it."""
        wish, first = self.family.wish, self.family.first.module
        works: list[Work] = [self._write, self._import_abc]
        if self.family.is_moved:
            works.append(moved_first([f"{first.name}.{wish.base}"], wish.home, Policy(helpers="import")))
        works += [self._import, self._clean]
        in_stages(self.draft, works)
        written = f"{first.name}.{wish.base}"  # where the base is only on its way: nobody has met it there
        self.draft.moves[:] = [move for move in self.draft.moves if move.old != written]
        self.draft.notes[:] = [note for note in self.draft.notes if f"`{written}`" not in note]

    def _write(self, stage: Draft) -> None:
        edits: dict[PurePosixPath, list[Edit]] = {}
        for count, layout in enumerate(self.comparison.layouts):
            found = edits.setdefault(layout.module.path, [])
            found += self.composing.class_edits(count, self.pulled)
            if self.opening:
                found.append(self.opening.edits[count])
        place = self.composing.place()
        at, newline = self.composing.module.positions, self.composing.newline
        opening = self.opening.text if self.opening else newline.decode().join(self.signatures.values())
        text = self.composing.base(self.pulled, opening)
        edits[self.composing.module.path].append(Edit(place, place, at.encode(text) + newline * 2))
        for path, found in edits.items():
            stage.edit(path, *found)

    def _import_abc(self, stage: Draft) -> None:
        if self.composing.needs_abc(self.pulled) or (self.signatures and self.family.is_abstract):
            path, wanted = self.composing.module.path, [Wanted("abc", "ABC"), Wanted("abc", "abstractmethod")]
            stage.edit(path, *ImportAdding(stage.index).edits(stage.index.names.file(path), wanted))

    def _import(self, stage: Draft) -> None:
        wish = self.family.wish
        adding = ImportAdding(stage.index)
        for path in self.family.paths:
            module = stage.index.names.file(path)
            if module.name != wish.home:
                stage.edit(path, *adding.edits(module, [Wanted(wish.home, wish.base)]))
        check_loads(stage, wish.home)

    def _clean(self, stage: Draft) -> None:
        for path in self.family.paths:
            stage.write(
                path, without_unused(stage.index, self.draft.index.names.file(path), stage.index.names.file(path))
            )


def _words_lost(item: Compared) -> int:
    """The lines of docstrings that go because the first class says something else, or nothing: no saving that anybody wants."""
    texts = [
        [ast.get_docstring(part.node, clean=True) for part in parts if isinstance(part.node, Function)]
        for parts in item.parts
    ]
    return sum(
        line_count(text)
        for row in texts[1:]
        for text, first in zip(row, texts[0], strict=False)
        if text is not None and text != first
    )


def _price(closed: Closed) -> int:
    """The lines that closing a hole adds to the base and the classes, with the blank lines between methods."""
    return sum(line_count(text) + (closed.kind == "hook") for text in (*closed.texts, closed.base) if text)


def _lines(count: int) -> str:
    return f"{count} line{'s' * (count != 1)}"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
