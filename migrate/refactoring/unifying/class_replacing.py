"""Makes every reference to a class mean another one: the moves of its name, without its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from migrate.model import Location, Move
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, apply_edits, newline_of
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.inside import Inside
from migrate.refactoring.imports.lines import blocks_of, without_names, without_statement
from migrate.refactoring.moving.checks import Checks
from migrate.refactoring.moving.importers import Importer
from migrate.refactoring.moving.needs import Needs
from migrate.refactoring.moving.stage import Lazy, Moving, Policy, Stage
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import Binding, Renaming, home_of
from migrate.refactoring.retexting import in_comments, in_documents
from migrate.references.index import Index
from migrate.references.names import Meaning, Module


class Folding(Moving):
    """One stage whose names the target has already: the text of the old module's definitions goes, everything else follows."""

    def __init__(
        self, draft: Draft, stage: Stage, policy: Policy, lazy: frozenset[Lazy], keep: bool, moves: Sequence[Move] = ()
    ) -> None:
        """`moves` are what is recorded, and what the old module answers for with `leave = "compat"`."""
        super().__init__(draft, stage, policy, lazy, keep)
        self.moves = moves

    def carry_out(self) -> None:
        """Write everything into the draft. Raises Refused, Unplaced."""
        checks = Checks(self.draft, self.sides, self.new, self.new_path)
        checks.places()
        checks.order()
        self._split(Needs())
        self._patches()
        self._point_target()
        self._write_source()
        self._importers()
        self._texts()
        self._tell()
        self.draft.moves += self.moves

    def _write_source(self) -> None:
        super()._write_source()
        path, line = self.source.path, newline_of(self.source.source.data)
        text = self.draft.text(path)
        if text.endswith(line * 2) and not self.source.source.data.endswith(line * 2):
            self.draft.write(path, text.rstrip() + line)  # the blank lines above a class that stood last

    def _point_target(self) -> None:
        """What the target imports of the names is its own already."""
        assert self.target is not None
        inside = Inside(
            self.index, self.target, self.old, lambda name: name if name in self.sides.names else None, whole=False
        )
        others = Importer(self._departure(), self.target, lambda item: item.form != "string").point()
        for line, reason in others.left:
            self.left(self.target.path, line, reason)
        text = apply_edits(self.target.source.data, [*inside.edits, *others.edits])
        if text != self.target.source.data:
            self.draft.write(self.new_path, text)


class Renamed(Renaming):
    """A new name for one class, where its own module, or who has it from there by a star, may know the kept class by it."""

    def __init__(self, index: Index, wanted: Mapping[Binding, str], kept: Meaning) -> None:
        self.kept = kept
        super().__init__(index, wanted)

    def _check_free(self, module: Module, scope: Scope, name: str, new: str) -> None:
        at_home = (module.name, name) in self.wanted
        by_star = new not in scope.bindings and self.names.member(module.name, new) == self.kept
        if scope is not module.bindings.module or not (at_home or by_star):
            super()._check_free(module, scope, name, new)
            return
        for use in module.bindings.uses:
            if use.name.id == name and home_of(use) is scope and use.scope.lookup(new) not in (None, scope):
                where = Location(module.path, use.name.lineno)
                raise Refused("captured", f"{where}: `{new}` is a local name there", "rename that first", where)


def renamed(draft: Draft, old: str, kept: Meaning, *, unproven: bool) -> dict[PurePosixPath, list[Edit]]:
    """The edits that give a class the bare name of the kept one everywhere. A place that may mean it and cannot be proven is noted with
    `unproven`, and refused without.
    """
    home, _, name = old.rpartition(".")
    index = draft.index
    renaming = Renamed(index, {(home, name): kept.name}, kept)
    found: dict[PurePosixPath, list[Edit]] = {path: list(edits) for path, edits in renaming.edits()}
    for path, edit in in_documents(index, renaming.carriers):
        found.setdefault(path, []).append(edit)
    for path in renaming.writing:
        if module := renaming.read(path):
            found.setdefault(path, []).extend(in_comments(module, renaming.carriers, words=False))
    for where, reason in sorted(set(renaming.left.places)):
        if unproven:
            draft.note(f"{where}: left as it is: {reason}")
        else:
            hint = 'mend it by hand, or say `leave = "compat"`'
            draft.refuse("unproven-reference", f"{where}: {reason}", hint, where)
    for note in renaming.notes:
        draft.note(note)
    return {path: sorted(set(edits)) for path, edits in found.items() if edits}


def without_import(index: Index, module: Module, meaning: Meaning) -> list[Edit]:
    """The edits that take away what the module imports at its top of the thing, under its own name."""
    edits: list[Edit] = []
    blocks = blocks_of(module.source.tree)
    for site in module.bindings.imports:
        gone = [
            alias
            for alias in site.node.names
            if site.scope is module.bindings.module
            and (alias.asname or alias.name) == meaning.name
            and index.names.bound(module, meaning.name, alias) == meaning
        ]
        if gone and len(gone) == len(site.node.names):
            edits.append(without_statement(module, site.node, blocks[id(site.node)]))
        elif gone:
            edits += without_names(module, site.node, gone)
    return edits
