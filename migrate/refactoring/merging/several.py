"""Merges several modules into one, each on the tree that the ones before it leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from migrate.errors import nearest
from migrate.model import Change, Move, Outcome, Refusal, Table
from migrate.workspace import Workspace


@dataclass(frozen=True)
class Merged:
    """The merge of one module. `renamed` are the names that its wishes renamed; none matter where it was done before."""

    outcome: Outcome
    renamed: frozenset[str]
    done_before: bool = False


def merge_several(
    workspace: Workspace,
    by: str,
    modules: Sequence[str],
    rename: Mapping[str, str],
    merge: Callable[[Workspace, str, Mapping[str, str]], Merged],
) -> Outcome:
    """One outcome of all the merges; with a refusal in any of them nothing changes.

    `merge` is given the tree, the module, and the new names that `rename` has for it: for names alone, or with the module.
    """
    current = workspace
    moves: list[Move] = []
    notes: list[str] = []
    tables: list[Table] = []
    asked = set(rename)
    for old in modules:
        done = merge(
            current, old, {key.removeprefix(f"{old}."): new for key, new in rename.items() if _is_for(key, old)}
        )
        outcome = done.outcome
        tables += outcome.tables
        notes += outcome.notes
        if outcome.refusals:
            return Outcome(refusals=outcome.refusals, notes=tuple(notes), tables=tuple(tables))
        if done.done_before:
            asked.clear()
        asked -= {key for key in asked if key.removeprefix(f"{old}.") in done.renamed}
        current = current.with_changes(outcome.changes)
        moves += outcome.moves
    if asked:
        name = min(asked)
        known = [move.old.rpartition(".")[2] for move in moves]
        hint = nearest(name, known, "name a class, function or constant of a `from` module")
        reason = f"no `from` module defines `{name}`, which `rename` names"
        return Outcome(refusals=(Refusal("no-such-name", reason, hint),), tables=tuple(tables))
    changes = tuple(changes_between(workspace, current, by))
    return Outcome(changes, tuple(dict.fromkeys(moves)), notes=tuple(notes), tables=tuple(tables))


def changes_between(before: Workspace, after: Workspace, by: str) -> Iterator[Change]:
    """What turns the one tree into the other, which is the first with pending edits laid over it."""
    for path in sorted(after.overlay):
        text = after.overlay[path]
        if (before.read(path) if before.exists(path) else None) != text:
            yield before.change(path, text, by)


def _is_for(key: str, module: str) -> bool:
    return "." not in key or key.rpartition(".")[0] == module
