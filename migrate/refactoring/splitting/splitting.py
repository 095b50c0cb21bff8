"""Splits one class: measures first, then makes the parts in its module, and moves them where they are wanted."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from migrate.model import Location
from migrate.refactoring.draft import Draft
from migrate.refactoring.methods.functions_elsewhere import functions_elsewhere
from migrate.refactoring.methods.stages import Work, check_loads, in_stages, moved_first
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.refused import Refused
from migrate.refactoring.splitting.checks import FIELD_MAKERS, PLAIN_DECORATORS, check_class
from migrate.refactoring.splitting.closing import hold_framed, hold_undelegated
from migrate.refactoring.splitting.clusters import COLUMNS, Clusters, check_worth, clusters_of, rows_of
from migrate.refactoring.splitting.collaborators import Collaborating, attribute_of
from migrate.refactoring.splitting.members import Members
from migrate.refactoring.splitting.mixins import mixin_edits
from migrate.refactoring.symbols import find_symbol, is_name
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Hierarchy, hierarchy_of
from migrate.references.texts import mentions


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    cls: str
    parts: Mapping[str, Sequence[str]]
    kind: Literal["mixins", "collaborators"]
    into: str = ""
    least: int = 2
    between: float = 1 / 3
    decorators: tuple[str, ...] = ()
    plain_bases: tuple[str, ...] = ()
    cycles: Literal["refuse", "inside-functions"] = "refuse"


def split(draft: Draft, wish: Wish) -> None:
    """Make the parts in the draft. Raises Refused where the class does not come apart, or nobody can prove that it may."""
    hierarchy = hierarchy_of(draft.index)
    cls = _class(draft, hierarchy, wish.cls)
    if _is_split(draft, hierarchy, cls, wish):
        draft.note(f"`{cls.dotted}` is split so already")
        return
    trusted = PLAIN_DECORATORS | (set(wish.decorators) - FIELD_MAKERS)
    check_class(draft.index, hierarchy, cls, wish.plain_bases, trusted)
    _check_names(draft, cls, wish)
    members = Members(cls, wish.decorators)
    if wish.kind == "collaborators":
        hold_undelegated(members)
        for item in functions_elsewhere(hierarchy, cls):
            if item.kind == "taken":
                members.held.setdefault(item.name, f"{item.where} may give it an object that has no parts")
    if wish.into and wish.into != cls.module.name:
        hold_framed(members)
    _hold_known(draft, members)
    clusters = clusters_of(members, wish.parts)
    _tell(draft, members, clusters)
    check_worth(members, clusters, wish.least, wish.between)
    if wish.kind == "mixins":
        edits = list(mixin_edits(members, clusters))
    else:
        edits = list(Collaborating(draft, hierarchy, members, clusters).edits())
        draft.note(
            f"a shallow copy of a `{cls.name}` shares its parts; subclasses outside the tree are not asked by them"
        )

    def made(stage: Draft) -> None:
        stage.edit(cls.path, *edits)
        check_loads(stage, cls.module.name)

    works: list[Work] = [made]
    if wish.into and wish.into != cls.module.name:
        names = [f"{cls.module.name}.{part}" for part in wish.parts]
        works.append(moved_first(names, wish.into, Policy(cycles=wish.cycles, fresh=True)))
    in_stages(draft, works)
    fresh = {f"{cls.module.name}.{part}" for part in wish.parts}
    draft.moves[:] = [move for move in draft.moves if move.old not in fresh]


def _class(draft: Draft, hierarchy: Hierarchy, dotted: str) -> Class:
    cls = hierarchy.find(dotted)
    if cls is None:
        symbol = find_symbol(draft.index, dotted)
        raise Refused("no-class", f"`{dotted}` is no class", "name a class where it is defined", symbol.where)
    return cls


def _is_split(draft: Draft, hierarchy: Hierarchy, cls: Class, wish: Wish) -> bool:
    """Whether the class has these parts."""
    home = wish.into or cls.module.name
    if wish.kind == "mixins":
        bases = {base for base in hierarchy.bases(cls) if isinstance(base, Class)}
        return all(hierarchy.find(f"{home}.{part}") in bases for part in wish.parts)
    kept = all(cls.set_on_self(attribute_of(part)) for part in wish.parts)
    return kept and all(hierarchy.find(f"{home}.{part}") for part in wish.parts)


def _check_names(draft: Draft, cls: Class, wish: Wish) -> None:
    where = Location(cls.path, cls.line, symbol=cls.name)
    uses = {use.name.id for use in cls.module.bindings.uses}
    target = draft.index.names.module(wish.into) if wish.into else None
    for part in wish.parts:
        if not is_name(part) or not part.strip("_"):
            raise Refused("bad-name", f"`{part}` is no name for a class", "choose another name", where)
        taken = part in cls.module.namespace or part in uses or hasattr(builtins, part)
        if taken or (target and part in target.namespace) or f"{wish.into}.{part}" in draft.index.names.paths:
            raise Refused("name-taken", f"`{part}` is there already", "choose another name for the part", where)


def _hold_known(draft: Draft, members: Members) -> None:
    """Hold the methods whose mangled names somebody writes out: `_Class__name`."""
    prefix = f"_{members.cls.name.lstrip('_')}"
    for name, users in members.mangled.items():
        if any(True for _ in draft.index.names.files_with(prefix + name)):
            for user in users - {""}:
                members.held.setdefault(user, f"somebody writes out `{prefix}{name}`")


def _tell(draft: Draft, members: Members, clusters: Clusters) -> None:
    name = members.cls.name
    draft.table(f"Parts of {name}", COLUMNS, rows_of(members, clusters))
    home = {method: part.name for part in clusters.parts for method in part.methods}
    rows = [
        (home.get(method, "stays"), method, asked, home.get(asked, "stays"))
        for method in members.methods
        for asked in sorted(members.methods[method].names & members.methods.keys())
        if home.get(method, "stays") != home.get(asked, "stays")
    ]
    if rows:
        draft.table(f"Calls across the parts of {name}", ("part", "method", "calls", "of"), rows)
    for method, reason in sorted(members.held.items()):
        if not (method.startswith("__") and method.endswith("__")):
            draft.note(f"`{name}.{method}` stays: {reason}")
    between = [item for _, item in clusters.between]
    if between:
        draft.note(f"stays between the parts: {', '.join(f'`{item}`' for item in between)}")
    for path in draft.index.texts:
        data = draft.index.workspace.read(path)
        if b"autoclass" in data:
            for mention in mentions(path, data, members.cls.dotted, (), (), lambda _: False):
                draft.note(
                    f"{Location(path, mention.line)}: `autoclass` shows inherited members only with `:inherited-members:`"
                )
