"""Keeps one of several classes: the others' text goes, and whatever meant them means the kept one."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Literal

from migrate.errors import nearest
from migrate.model import Location, Move
from migrate.python.edits import Edit, apply_edits
from migrate.refactoring.draft import Draft
from migrate.refactoring.left.modules import table_of
from migrate.refactoring.left.names import handing_out
from migrate.refactoring.moving.plan import carry_out, take_over
from migrate.refactoring.moving.rest import Rest, Wanted
from migrate.refactoring.moving.sides import Sides
from migrate.refactoring.moving.stage import Moving, Policy, Stage
from migrate.refactoring.refused import Refused
from migrate.refactoring.symbols import Symbol, find_symbol
from migrate.refactoring.unifying.class_members import COLUMNS, Comparison
from migrate.refactoring.unifying.class_proof import Proof, Terms
from migrate.refactoring.unifying.class_replacing import Folding, renamed, without_import
from migrate.references.index import Index
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.names import Meaning, Module
from migrate.workspace import Workspace

Leave = Literal["compat", "reexport", "nothing"]


@dataclass(frozen=True)
class Wishes:
    """What the user chose, beside how alike the classes must be."""

    leave: Leave = "compat"
    remove_in: str | None = None
    helpers: Literal["equal", "keep"] = "equal"
    cycles: Literal["refuse", "inside-functions"] = "refuse"


def unify(draft: Draft, keep: str, drop: Sequence[str], terms: Terms, wishes: Wishes) -> None:
    """Drop these classes one after another for the kept one. Tables say what was compared, whatever comes of it."""
    workspace = draft.workspace
    for dotted in drop:
        one = Draft(workspace, draft.by)
        try:
            if not _is_done(one, keep, dotted):
                _Unifying(one, keep, dotted, terms, wishes).carry_out()
        finally:
            draft.tables += one.tables
            draft.refusals += one.refusals
            for note in one.notes:
                draft.note(note)
        if draft.refusals:
            return
        draft.moves += one.moves
        workspace = one.after()
    take_over(draft, workspace)
    _tell_lines(draft)


def _is_done(draft: Draft, keep: str, drop: str) -> bool:
    """Whether the dropped name is the kept class already, or has gone."""
    if keep == drop:
        raise Refused("same-class", f"`{keep}` is both kept and dropped", "name two classes")
    names = draft.index.names
    kept = find_symbol(draft.index, keep)
    home, _, name = drop.rpartition(".")
    module = names.module(home)
    if module is None:
        return False
    table = table_of(module.source.tree)
    led = table.entries[name].new if table and name in table.entries else ""
    meaning = names.member(home, name)
    if keep in (led, meaning.dotted if meaning else "") or _is_alias(module, name, kept):
        draft.note(f"`{drop}` is `{keep}` already")
        return True
    if name not in module.namespace and not module.stars and not led:
        known = [item for item, nodes in module.namespace.items() if isinstance(nodes[-1], ast.ClassDef)]
        draft.note(f"`{drop}` is not there (any more); {nearest(name, known, 'no class there is called so')}")
        return True
    return False


def _is_alias(module: Module, name: str, kept: Symbol) -> bool:
    """Whether the module says `name = Kept` and nothing else of that name."""
    scope = module.bindings.module
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Name)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        and (node.value.id in (kept.name, f"_{name}"))
        and len(scope.bindings[name]) == 1
        for node in module.source.tree.body
    )


class _Unifying:
    """One class dropped for another, in a draft of its own."""

    def __init__(self, draft: Draft, keep: str, drop: str, terms: Terms, wishes: Wishes) -> None:
        self.draft = draft
        self.index = draft.index
        self.wishes = wishes
        self.terms = terms
        hierarchy = Hierarchy(draft.index)
        self.kept = _class_of(draft.index, hierarchy, keep)
        self.dropped = _class_of(draft.index, hierarchy, drop)
        self.comparison = Comparison(hierarchy, self.kept, self.dropped, terms.level)
        self.home = self.dropped.module
        self.into = self.kept.module

    def carry_out(self) -> None:
        """All of it; or refusals, with the table."""
        title = f"{self.dropped.dotted} beside {self.kept.dotted}"
        self.draft.table(title, COLUMNS, (item.row for item in self.comparison.found))
        Proof(self.draft, self.comparison, self.terms).work()
        if self.draft.refusals:
            return
        workspace = self._in_one_module() if self.home is self.into else self._in_two_modules()
        take_over(self.draft, workspace)
        left = self.wishes.leave
        self.draft.moves.append(Move(self.dropped.dotted, self.kept.dotted, "symbol", left))

    # both in one module

    def _in_one_module(self) -> Workspace:
        module, old, new = self.home, self.dropped.name, self.kept.name
        self._check_order()
        edits = self._renamed()
        moving = Moving(self.draft, Stage(module.name, (old,), module.name), Policy(), frozenset(), keep=False)
        rest = Rest(self.index.names, Sides(module, (old,), everything=False), module.name, moving.is_taken)
        own = edits.pop(module.path, [])
        exported = {module.positions.start(node) for node in module.exports.nodes}
        own = [edit for edit in own if edit.start - 1 not in exported]
        text = rest.text(own, Wanted(listed=self.wishes.leave != "nothing"), False, keep=False)
        workspace = self._with(self.draft.workspace, edits)
        return self._answering(_written(workspace, module.path, text), {old: (module.name, new)})

    def _check_order(self) -> None:
        """Raise Refused where something reads the dropped class, as the module is imported, before the kept one is there."""
        module, old = self.home, self.dropped.name
        sides = Sides(module, (old,), everything=False)
        late = sides.binders[self.kept.name][0]
        for reading in sides.readings:
            first = reading.unit.start < late.start and reading.unit not in sides.going
            if reading.name == old and reading.moment == "import" and first:
                at = sides.at(reading.unit)
                reason = f"{at} reads `{old}` where `{self.kept.name}` is not defined yet"
                raise Refused("order", reason, f"put `{self.kept.name}` further up first", at)

    # in two modules

    def _in_two_modules(self) -> Workspace:
        draft, old, new, left = self.draft, self.dropped.name, self.kept.name, self.wishes.leave
        start = draft.workspace if old == new else self._under_the_kept_name()
        aliased = old != new and left == "reexport"
        names = (new, *self._helpers())
        moves = [Move(f"{self.home.name}.{name}", f"{self.into.name}.{name}", "symbol", left) for name in names[1:]]
        if not aliased:
            moves.append(Move(self.dropped.dotted, self.kept.dotted, "symbol", left))
        policy = Policy("compat" if aliased else left, self.wishes.remove_in, cycles=self.wishes.cycles)
        one = Draft(start, draft.by)
        try:
            carry_out(one, [Stage(self.home.name, names, self.into.name)], policy, partial(Folding, moves=moves))
        finally:
            draft.refusals += one.refusals
            for note in one.notes:
                draft.note(note)
        draft.moves += one.moves
        workspace = one.after()
        if aliased:
            workspace = self._aliased(workspace)
        return workspace if old == new else self._still_exported(workspace)

    def _under_the_kept_name(self) -> Workspace:
        """The tree where the dropped class has the kept one's name, and its module does not import the kept one."""
        module, new = self.home, self.kept.name
        meaning = Meaning(self.into.name, new)
        bound = module.namespace.get(new, [])
        if any(
            not isinstance(node, ast.alias) or self.index.names.bound(module, new, node) != meaning for node in bound
        ):
            at = Location(module.path, getattr(bound[0], "lineno", 1))
            raise Refused("name-taken", f"{at}: `{new}` is another thing there", f"rename that `{new}` first", at)
        if bound and (new in module.exports.names or module.package):
            at = Location(module.path, getattr(bound[0], "lineno", 1))
            reason = f"{at}: `{module.name}` hands out `{new}` by its own name, too"
            raise Refused("name-taken", reason, f"have `{new}` taken from `{self.into.name}` first", at)
        edits = self._renamed()
        edits.setdefault(module.path, []).extend(without_import(self.index, module, meaning))
        return self._with(self.draft.workspace, edits)

    def _renamed(self) -> dict[PurePosixPath, list[Edit]]:
        unproven = self.wishes.leave != "nothing"
        return renamed(self.draft, self.dropped.dotted, self.kept.meaning, unproven=unproven)

    def _helpers(self) -> list[str]:
        """Private definitions that only the dropped class reads, and of which the kept one's module has equals."""
        if self.wishes.helpers == "keep":
            return []
        module, twins = self.home, self.comparison.things.twins
        sides = Sides(module, (self.dropped.name,), everything=False)
        while True:
            still = sides.read_by(sides.staying)
            more = [
                name
                for name in sorted(sides.read_by(sides.going))
                if name in twins
                and name.startswith("_")
                and name not in sides.names
                and not any(sides.binders[name] != [item.unit] for item in still.get(name, ()))
            ]
            if not more:
                return sorted(sides.names - {self.dropped.name})
            sides.take(more)

    # what stands at the old place

    def _aliased(self, workspace: Workspace) -> Workspace:
        """The tree where the old module hands out the kept class by the old name, in silence."""
        module = Index(workspace).names.file(self.home.path)
        home = self.home.name if self.kept.name in module.namespace else self.into.name
        return self._answering(workspace, {self.dropped.name: (home, self.kept.name)})

    def _answering(self, workspace: Workspace, answers: dict[str, tuple[str, str]]) -> Workspace:
        """The tree where the old module answers for these names as the plan wants it."""
        if self.wishes.leave == "nothing":
            return workspace
        index = Index(workspace)
        module = index.names.file(self.home.path)
        edits = handing_out(index.names, module, answers, self.wishes.remove_in, self.wishes.leave)
        return _written(workspace, module.path, apply_edits(module.source.data, edits))

    def _still_exported(self, workspace: Workspace) -> Workspace:
        """The tree where the old module lists in `__all__` what it hands out: the old name."""
        old, new = self.dropped.name, self.kept.name
        if self.wishes.leave == "nothing" or old not in self.home.exports.names:
            return workspace
        module = Index(workspace).names.file(self.home.path)
        at = module.positions
        edits = [
            Edit(start, start + len(at.encode(new)), at.encode(old))
            for node in module.exports.nodes
            if node.value == new and (start := at.string_start(node))
        ]
        return _written(workspace, module.path, apply_edits(module.source.data, edits))

    def _with(self, workspace: Workspace, edits: dict[PurePosixPath, list[Edit]]) -> Workspace:
        return workspace.with_changes(
            workspace.change(path, apply_edits(workspace.read(path), found)) for path, found in sorted(edits.items())
        )


def _written(workspace: Workspace, path: PurePosixPath, text: bytes) -> Workspace:
    return workspace.with_changes([workspace.change(path, text)])


def _class_of(index: Index, hierarchy: Hierarchy, dotted: str) -> Class:
    """The class of that name at the top of a module. Raises Refused."""
    symbol = find_symbol(index, dotted)
    if len(symbol.path) > 1:
        raise Refused("member", f"`{dotted}` is a part of `{symbol.path[0]}`", "name a class of a module", symbol.where)
    if symbol.kind == "import":
        meaning = index.names.member(symbol.module.name, symbol.name)
        hint = f"name `{meaning.dotted}`" if meaning and meaning.name else "name it in the module that defines it"
        raise Refused("imported-name", f"`{symbol.module.name}` only imports `{symbol.name}`", hint, symbol.where)
    if symbol.kind != "class":
        raise Refused("no-class", f"`{dotted}` is a {symbol.kind}", "name a class", symbol.where)
    if len(symbol.nodes) > 1:
        raise Refused(
            "several", f"`{dotted}` is bound {len(symbol.nodes)} times", "make one of them first", symbol.where
        )
    found = hierarchy.of(Meaning(symbol.module.name, symbol.name))
    if found is None:
        raise Refused("no-class", f"nobody can tell what `{dotted}` is", "write it as a plain class", symbol.where)
    return found


def _tell_lines(draft: Draft) -> None:
    """The table of lines before and after."""
    rows: list[tuple[str, int, int]] = []
    for change in draft.changes():
        if change.path.suffix in (".py", ".pyi"):
            before, after = (len((text or b"").splitlines()) for text in (change.before, change.after))
            rows.append((str(change.path), before, after))
    if rows:
        rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
        draft.table("lines", ("file", "before", "after"), rows)
