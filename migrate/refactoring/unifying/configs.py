"""Merges a module of configuration classes into another: equal classes become one, larger ones inherit, others get new names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from migrate.model import Json, Location, Outcome, Refusal, Table
from migrate.python.edits import Edit, apply_edits
from migrate.python.source import Source
from migrate.refactoring.left.modules import moved_to
from migrate.refactoring.merging.merge import Merge, Wishes
from migrate.refactoring.merging.several import Merged, changes_between
from migrate.refactoring.unifying.config_classes import ConfigClass, config_classes
from migrate.refactoring.unifying.config_inheriting import Apart, check_askers, check_inheriting, inherited
from migrate.refactoring.unifying.config_pairs import COLUMNS, Compared, Pair
from migrate.references.index import Index
from migrate.references.names import Module
from migrate.workspace import Workspace

FATES = ("class", "becomes", "why")
WORDS = frozenset({"config", "configs", "configuration", "conf", "settings", "options", "core", "base", "common"})
"""Parts of a module's name that tell nothing of what it configures."""


@dataclass(frozen=True)
class ConfigWishes:
    """What the user chose. With `defaults`, `keep` lets those of the module that stays win, `from` those of the one that goes."""

    defaults: Literal["refuse", "keep", "from"] = "refuse"
    inherit: bool = True
    leave: Literal["compat", "reexport", "nothing"] = "compat"
    remove_in: str | None = None


def merge_config(
    workspace: Workspace, by: str, old: str, new: str, renames: Mapping[str, str], wishes: ConfigWishes
) -> Merged:
    """The merge of one module. A pair of classes with other defaults is refused unless `renames` or `defaults` decides it."""
    return ConfigMerge(workspace, by, old, new, renames, wishes).merged()


class ConfigMerge:
    """The merge of the module `old` into `new`."""

    def __init__(
        self, workspace: Workspace, by: str, old: str, new: str, renames: Mapping[str, str], wishes: ConfigWishes
    ) -> None:
        self.workspace = workspace
        self.by = by
        self.old = old
        self.new = new
        self.asked = dict(renames)
        self.wishes = wishes
        self.index = Index(workspace)
        self.refusals: list[Refusal] = []
        self.notes: list[str] = []
        self.fates: dict[str, tuple[str, str]] = {}

    def merged(self) -> Merged:
        """The outcome, with a table of the fields of each pair and one of what becomes of the classes."""
        renames = {**self.asked, **self._new_names()}
        if self.refusals:
            return Merged(Outcome(refusals=tuple(self.refusals), tables=self._tables()), frozenset())
        edited = self._with_defaults()
        if edited is None:
            return Merged(Outcome(refusals=tuple(self.refusals), tables=self._tables()), frozenset())
        merge = Merge(Index(edited), self.old, self.new, Wishes(renames, (), self.wishes.leave, self.wishes.remove_in))
        outcome = merge.outcome()
        notes = (*outcome.notes, *self.notes)
        if outcome.refusals:
            return Merged(Outcome(refusals=outcome.refusals, notes=notes, tables=self._tables()), frozenset())
        after = edited.with_changes(outcome.changes)
        if outcome.changes:
            after = self._inheriting(after, renames)
        changes = tuple(changes_between(self.workspace, after, self.by))
        notes = (*outcome.notes, *self.notes)
        found = Outcome(changes, outcome.moves, notes=notes, tables=self._tables() if changes else ())
        return Merged(found, merge.renamed, merge.done_before)

    # what there is

    @cached_property
    def modules(self) -> tuple[Module, Module] | None:
        """The module that goes and the one that stays, where both are there and this has not been done."""
        names = self.index.names
        mine, theirs = names.module(self.old), names.module(self.new)
        if mine is None or theirs is None or moved_to(mine.source.tree) or self.old == self.new:
            return None
        return mine, theirs

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """The classes that both define, by name."""
        found: dict[str, Pair] = {}
        if self.modules:
            mine, theirs = map(config_classes, self.modules)
            for name in mine:
                if name in theirs:
                    found[name] = Pair(self.index.names, mine[name], theirs[name], found)
        return found

    def _tables(self) -> tuple[Table, ...]:
        rows: list[tuple[Json, ...]] = [row for pair in self.pairs.values() for row in pair.rows()]
        if not rows:
            return ()
        fates = tuple((name, *fate) for name, fate in self.fates.items())
        fields = Table(f"Fields of {self.old} and {self.new}", COLUMNS, tuple(rows))
        return (fields, Table(f"Classes of {self.old}", FATES, fates)) if fates else (fields,)

    # what becomes of each

    def _new_names(self) -> dict[str, str]:
        """The new names that nobody asked for. What cannot be decided is refused."""
        found: dict[str, str] = {}
        for name, pair in self.pairs.items():
            if name in self.asked:
                self.fates[name] = self.asked[name], "renamed as the plan says"
            elif pair.is_one:
                self.fates[name] = name, "the same in both"
            elif self._is_decided(pair):
                winner = self.new if self.wishes.defaults == "keep" else self.old
                self.fates[name] = name, f"the defaults of `{winner}`, as the plan says"
            elif pair.named("other default", "other type"):
                self._refuse(pair)
            else:
                found[name] = new = self._free_name(pair)
                self.fates[name] = new, "each has what the other has not, none differs"
                self.notes.append(f"`{self.old}.{name}` becomes `{new}`: `{self.new}` has another `{name}`")
        return found

    def _is_decided(self, pair: Pair) -> bool:
        """Whether only defaults differ, and the plan says whose win."""
        return self.wishes.defaults != "refuse" and _differ_in_defaults(pair)

    def _refuse(self, pair: Pair) -> None:
        where = _at(pair.mine)
        differs = pair.named("other default", "other type")
        said = ", ".join(_difference(item) for item in pair.fields if item.name in differs)
        hint = f'say `rename = {{ {pair.name} = "{self._prefix}{pair.name}" }}`'
        if _differ_in_defaults(pair):
            hint += ', or `defaults = "keep"` or `"from"`'
        code = "other-types" if pair.named("other type") else "other-defaults"
        self.refusals.append(Refusal(code, f"{where}: `{self.new}` has another `{pair.name}`: {said}", hint, where))

    @cached_property
    def _prefix(self) -> str:
        """What tells the module that goes from the one that stays: `Distributed` for `pkg.distributed.config`."""
        mine, theirs = self.old.split("."), self.new.split(".")
        parts = [word for part in mine if part not in theirs for word in part.strip("_").split("_")]
        words = [word for word in parts if word not in WORDS] or mine[-1:]
        return "".join(word[:1].upper() + word[1:] for word in words)

    def _free_name(self, pair: Pair) -> str:
        name = f"{self._prefix}{pair.name}"
        if any(name in module.namespace for module in self.modules or ()):
            where = _at(pair.mine)
            hint = f'say `rename = {{ {pair.name} = "…" }}`'
            self.refusals.append(Refusal("name-taken", f"{where}: `{name}` is in use", hint, where))
        return name

    # whose defaults win

    def _with_defaults(self) -> Workspace | None:
        """The tree in which pairs that the plan decides have the same defaults; None where that was refused."""
        edits: dict[Module, list[Edit]] = {}
        for pair in self.pairs.values():
            if pair.name in self.asked or pair.is_one or not self._is_decided(pair):
                continue
            winner, loser = pair.theirs, pair.mine
            if self.wishes.defaults == "from":
                winner, loser = loser, winner
            for name in pair.named("other default"):
                foreign = [
                    each for each in winner.module.free(winner.fields[name].node) if not pair.means_the_same(each)
                ]
                if foreign:
                    where = _at(winner)
                    reason = (
                        f"{where}: the default of `{name}` needs `{foreign[0]}`, which the other module means otherwise"
                    )
                    self.refusals.append(Refusal("default-names", reason, "rename the class instead", where))
                    return None
                edits.setdefault(loser.module, []).append(_rewritten(loser, winner, name))
        changes = [
            self.workspace.change(module.path, apply_edits(module.source.data, found), self.by)
            for module, found in edits.items()
        ]
        return self.workspace.with_changes(changes)

    # what inherits

    def _inheriting(self, after: Workspace, renames: Mapping[str, str]) -> Workspace:
        """The tree with renamed classes below those whose fields they all have."""
        for name, pair in self.pairs.items():
            new = renames.get(name)
            if new is None or not self.wishes.inherit:
                continue
            try:
                check_inheriting(pair)
                check_askers(self.index, f"{self.new}.{name}", f"{self.old}.{name}")
                index = Index(after)
                module = index.names.module(self.new)
                assert module is not None
                done = inherited(index, module, new, name)
            except Apart as error:
                self.fates[name] = new, f"{self.fates[name][1]}; does not inherit from `{name}`: {error}"
                continue
            Source(module.path, done.text).tree  # noqa: B018 (parses it)
            after = after.with_changes([after.change(module.path, done.text, self.by)])
            self.fates[name] = f"{new}({name})", f"inherits {done.dropped} fields and methods"
            if done.gains:
                gains = ", ".join(f"`{item}`" for item in done.gains)
                self.notes.append(f"`{new}` inherits {gains} of `{name}`, which it did not have")
        return after


def _differ_in_defaults(pair: Pair) -> bool:
    """Whether defaults are all in which the two differ."""
    alike = pair.same_fields and pair.same_frame and pair.same_rest
    return alike and bool(pair.named("other default")) and not pair.named("other type")


def _difference(field: Compared) -> str:
    theirs, mine = (side.written if side else "" for side in (field.theirs, field.mine))
    if theirs == mine:
        return f"`{field.name}`, `{mine}` in both, means two things"
    return f"`{field.name}` is `{theirs}` there and `{mine}` here"


def _at(cls: ConfigClass) -> Location:
    return Location(cls.module.path, cls.node.lineno, symbol=cls.node.name)


def _rewritten(loser: ConfigClass, winner: ConfigClass, name: str) -> Edit:
    """The statement of a field as the other class has it."""
    to, of = loser.module.positions, winner.module.positions
    there, here = winner.fields[name].node, loser.fields[name].node
    text = of.decode(of.data[of.start(there) : of.end(there)])
    return Edit(to.start(here), to.end(here), to.encode(text))
