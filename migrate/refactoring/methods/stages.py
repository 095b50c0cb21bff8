"""A refactoring in several drafts, each on the tree that the one before leaves, told as one; and a look at what would load."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from migrate.model import Location, Move
from migrate.refactoring.draft import Draft
from migrate.refactoring.merging.weaving import unbound
from migrate.refactoring.moving.plan import carry_out, stages_of
from migrate.refactoring.moving.stage import Policy
from migrate.refactoring.refused import Refused
from migrate.references.cycles import Loading, too_early
from migrate.references.names import Names

Work = Callable[[Draft], None]


def in_stages(draft: Draft, works: Sequence[Work]) -> None:
    """Do these one after the other. A name that moved more than once is recorded with where it came to in the end."""
    workspace, moves = draft.workspace, list[Move]()
    for work in works:
        stage = Draft(workspace, draft.by)
        work(stage)
        for note in stage.notes:
            draft.note(note)
        draft.refusals += [item for item in stage.refusals if item not in draft.refusals]
        if draft.refusals:
            return
        later = {item.old: item for item in stage.moves}
        origin = {item.new: item.old for item in moves}
        draft.redefined = {(old, later[new].new if new in later else new) for old, new in draft.redefined}
        draft.redefined |= {(origin.get(old, old), new) for old, new in stage.redefined}
        moves = [replace(item, new=later[item.new].new) if item.new in later else item for item in moves]
        chained = {item.new for item in moves}
        moves += [item for item in stage.moves if item.new not in chained]
        draft.removals += stage.removals
        workspace = stage.after()
    before = draft.workspace
    for path, text in sorted(workspace.overlay.items()):
        there = before.read(path) if before.exists(path) else None
        if text != there:
            mode = workspace.modes.get(path) if text is not None else None
            draft.write(path, text, mode, parsed=True)  # by the stage that made it
    draft.moves += moves


def moved_first(names: Collection[str], into: str, policy: Policy) -> Work:
    """A stage that moves these names to a module, as the codemod `move` does."""

    def work(draft: Draft) -> None:
        carry_out(draft, stages_of(draft, sorted(names), into), policy)

    return work


def check_loads(draft: Draft, module: str) -> None:
    """Raise Refused where the draft leaves a name unbound, or makes somebody ask that module too early."""
    before = draft.index.names
    changes = draft.changes()
    after = Names(draft.workspace.with_changes(changes))
    for path in [change.path for change in changes]:
        if path.suffix != ".py" or path not in after.names:
            continue
        try:
            lost = unbound(after.file(path)) - (unbound(before.file(path)) if path in before.names else set())
        except SyntaxError:
            continue
        if lost:
            reason = f"{path} would use `{min(lost)}`, which nothing binds"
            raise Refused("lost-name", reason, "report this as a bug", Location(path))
    if early := too_early(Loading(before), Loading(after), module, module):
        reason = f"`{early.module}` would ask `{early.target}` for `{early.name}` while that is still being imported"
        raise Refused("import-cycle", reason, "import it inside the functions that use it first")
