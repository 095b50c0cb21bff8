"""What the due steps would do: claims, names and codemods over an overlay in memory. Nothing reaches the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from migrate import codemods, ledger
from migrate.ledger import Entry
from migrate.markup import table_lines
from migrate.model import Change, Outcome, Refusal
from migrate.plan import Phase, Plan, Step, is_due, project_version
from migrate.python.version import version_of
from migrate.references.proofs import Proofs
from migrate.repository import Repository
from migrate.transaction import require_free
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from migrate.plan.claims import ClaimResult

Say = Callable[[str], None]


State = Literal["due", "done", "not available", "not due", "blocked"]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A step with its phase, whether it is to run, and why not."""

    phase: Phase
    step: Step
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step would do to a tree: its claims against what was found, and its codemod's outcome where they hold."""

    phase: Phase
    step: Step
    claims: tuple[ClaimResult, ...]
    names: tuple[ClaimResult, ...] = ()
    outcome: Outcome = field(default_factory=Outcome)
    traceback: str = ""
    """Of a codemod that raised: its outcome is then a refusal which says so."""

    @property
    def stale(self) -> tuple[ClaimResult, ...]:
        """The claims, and the names in options, that do not hold."""
        return tuple(claim for claim in self.claims + self.names if not claim.holds)

    @property
    def refused(self) -> bool:
        """Whether the codemod refused all that it was asked for."""
        return bool(self.outcome.refusals) and not self.outcome.changes


def schedule(
    plan: Plan, entries: Sequence[Entry], phase: str | None = None, step: str | None = None
) -> tuple[Scheduled, ...]:
    """The plan's steps in order, of one phase or one id if asked, each with its state. Raises MigrateError for wrong ids."""
    if phase is not None:
        plan.find_phase(phase)
    if step is not None:
        plan.find_step(step)
    version = project_version(plan) if any(s.when for _, s in plan.steps()) else None
    green = {step for step, entry in ledger.carried_out(entries).items() if not entry.aside}
    steps = [(p, s) for p, s in plan.steps() if phase in (None, str(p.id)) and step in (None, s.id)]
    coming = {s.id for _, s in steps}
    scheduled: list[Scheduled] = []
    for p, s in steps:
        missing = [need for need in s.needs if need not in green and not (need in coming and _runs(scheduled, need))]
        if s.id in green:
            scheduled.append(Scheduled(p, s, "done"))
        elif not (s.available and p.available):
            scheduled.append(Scheduled(p, s, "not available", f"codemod `{s.codemod}` does not exist yet"))
        elif s.when and not is_due(s.when, version):
            scheduled.append(
                Scheduled(p, s, "not due", f"waits for {s.when}; the project has {version or 'no version'}")
            )
        elif missing:
            scheduled.append(Scheduled(p, s, "blocked", f"needs {', '.join(missing)}"))
        else:
            scheduled.append(Scheduled(p, s, "due"))
    return tuple(scheduled)


def _runs(scheduled: Sequence[Scheduled], step: str) -> bool:
    return any(item.step.id == step and item.state in ("due", "done") for item in scheduled)


def take(plan: Plan, phase: Phase, step: Step, workspace: Workspace) -> Taken:
    """The step on this tree: claims first, and the codemod only if all of them hold. Nothing reaches the disk."""
    codemod = plan.codemod(step)
    claims, names = _checked(step, codemod, workspace)
    if not all(claim.holds for claim in claims + names):
        return Taken(phase, step, claims, names)
    try:
        outcome = codemods.run(codemod, workspace)
        Proofs.of(workspace).keep()
        return Taken(phase, step, claims, names, outcome)
    except codemods.Broken as error:
        refusal = Refusal("broken-codemod", str(error), "mend it; `migrate apply` keeps the traceback")
        return Taken(phase, step, claims, names, Outcome(refusals=(refusal,)), error.traceback)


def _checked(
    step: Step, codemod: codemods.Codemod, workspace: Workspace
) -> tuple[tuple[ClaimResult, ...], tuple[ClaimResult, ...]]:
    """The step's claims, and the names in its options, against the tree."""
    if not step.claims and not any(codemod.options.names()):
        return (), ()
    from migrate.plan.claims import check_claims, check_names  # all that knows definitions

    return tuple(check_claims(step.claims, workspace)), tuple(check_names(codemod.options, workspace))


def walk(plan: Plan, scheduled: Sequence[Scheduled], workspace: Workspace) -> Iterator[tuple[Taken, Workspace]]:
    """Every due step in order, each on the tree that the one before left in the overlay, with the tree that it leaves.

    A step that needs one which is stale or wholly refused here is passed over: nothing true can be said of it.
    """
    lost: set[str] = set()
    for item in scheduled:
        if item.state != "due" or lost.intersection(item.step.needs):
            if item.state == "due":
                lost.add(item.step.id)
            continue
        taken = take(plan, item.phase, item.step, workspace)
        if taken.stale or taken.refused:
            lost.add(item.step.id)
        else:
            workspace = workspace.with_changes(taken.outcome.changes)
            workspace = workspace.knowing(workspace.moves + taken.outcome.moves, workspace.versioned)
        yield taken, workspace


def net_changes(workspace: Workspace, after: Workspace) -> tuple[Change, ...]:
    """What differs between a tree and the same tree with overlays, sorted by path."""
    changes = []
    for path, text in sorted(after.overlay.items()):
        before = workspace.read(path) if workspace.exists(path) else None
        if before != text or workspace.mode(path) != after.mode(path):
            changes.append(Change(path, before, text, workspace.mode(path), after.mode(path)))
    return tuple(changes)


def workspace_of(
    plan: Plan,
    entries: Sequence[Entry] = (),
    root: Path | None = None,
    memory: dict[str, Any] | None = None,
    tree: Workspace | None = None,
) -> Workspace:
    """The project as it lies on the disk, in its checkout or in another one at `root`, with the moves that the ledger holds.

    `tree` is one of the same root whose files are being listed already.
    """
    workspace = Workspace(root or plan.project_root, plan.layout, memory={} if memory is None else memory)
    workspace.listed_by(tree)
    return workspace.knowing(ledger.moves(entries), cache(lambda: version_of(workspace) or ""))


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would do: one diff over all due steps, each step's forecast, and whether all of it is well."""

    diff: bytes
    taken: tuple[Taken, ...]
    left_out: tuple[Scheduled, ...] = ()

    @property
    def well(self) -> bool:
        """Whether every claim holds, nothing is refused, and nothing that was asked for is blocked."""
        return not any_blocked(self.left_out) and not any(one.stale or one.outcome.refusals for one in self.taken)


def dry_run(plan: Plan, phase: str | None, step: str | None, say: Say, tree: Workspace | None = None) -> DryRun:
    """The diff of all due steps together, as git would write it. Writes nothing and runs nothing of the target's."""
    checkout = Repository.of(plan.project_root)
    with checkout.diffing() as diff_of:
        entries = ledger.load(plan.project_root)
        workspace = workspace_of(plan, entries, tree=tree)
        scheduled = schedule(plan, entries, phase, step)
        taken, after = [], workspace
        for one, after in walk(plan, scheduled, workspace):  # noqa: B007 - the last tree is the answer
            taken.append(one)
            say(f"{one.step.id}  {one.step.title or one.step.codemod}: {_forecast_line(one)}")
            tables = [line for table in one.outcome.tables for line in table_lines(table)]
            for line in (*(claim.line() for claim in one.stale), *refusal_lines(one.outcome), *tables):
                say(f"    {line}")
        changes = net_changes(workspace, after)
        checkout.require_whole()
        require_free(checkout.root, changes)
        return DryRun(diff_of(changes), tuple(taken), left_out(scheduled, phase, step))


def left_out(scheduled: Sequence[Scheduled], phase: str | None, step: str | None) -> tuple[Scheduled, ...]:
    """What was asked for by its id, or its phase's, and cannot be tried."""
    return tuple(item for item in scheduled if item.state not in ("due", "done")) if phase or step else ()


def any_blocked(left_out: Sequence[Scheduled]) -> bool:
    return any(item.state == "blocked" for item in left_out)


def _forecast_line(taken: Taken) -> str:
    if taken.stale:
        return "its claims do not hold"
    outcome = taken.outcome
    counts = (len(outcome.changes), "file"), (len(outcome.moves), "move"), (len(outcome.refusals), "refusal")
    return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts)


def refusal_lines(outcome: Outcome) -> tuple[str, ...]:
    told = "left by hand" if outcome.changes else "refused"
    return tuple(f"{told}: {refusal.line()}" for refusal in outcome.refusals)
