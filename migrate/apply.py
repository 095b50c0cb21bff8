"""Carries out a plan's steps: claims, codemod, gate, commit; and the same walk over an overlay, for the dry run."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import shlex
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal

from migrate import codemods, gate, ledger, runs
from migrate.analysis.metrics import measure_tree
from migrate.errors import MigrateError
from migrate.gate import Baseline, Judged
from migrate.ledger import Entry
from migrate.model import Change, Json, Move, Outcome, Refusal, Verdict
from migrate.plan import GateTable, Phase, Plan, Step, is_due, project_version
from migrate.plan.claims import ClaimResult, check_claims, check_names
from migrate.repository import GitError, Repository
from migrate.transaction import Transaction, read_intent, require_free
from migrate.workspace import Workspace

Say = Callable[[str], None]
State = Literal["due", "done", "not available", "not due", "blocked"]
Result = Literal["green", "nothing to do", "red", "refused", "stale", "failed", "blocked"]


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


@dataclass(frozen=True, slots=True)
class Done:
    """How a step ended. `commit` is there for a green one, `evidence` (a folder) for the others."""

    step: Step
    result: Result
    commit: str = ""
    verdicts: tuple[Verdict, ...] = ()
    evidence: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended: every step that was tried, and the verdict on the phases as wholes."""

    steps: tuple[Done, ...] = ()
    phases: tuple[tuple[Phase, tuple[Verdict, ...]], ...] = ()
    left_out: tuple[Scheduled, ...] = ()
    """Steps that were asked for and could not be tried."""

    @property
    def well(self) -> bool:
        """Whether nothing was red, refused or stale, and nothing that was asked for by its id was blocked."""
        steps = all(done.result in ("green", "nothing to do") for done in self.steps)
        return (
            steps
            and not _blocked(self.left_out)
            and all(verdict.ok for _, verdicts in self.phases for verdict in verdicts)
        )


def schedule(
    plan: Plan, entries: Sequence[Entry], phase: str | None = None, step: str | None = None
) -> tuple[Scheduled, ...]:
    """The plan's steps in order, of one phase or one id if asked, each with its state. Raises MigrateError for wrong ids."""
    if phase is not None:
        plan.find_phase(phase)
    if step is not None:
        plan.find_step(step)
    version = project_version(plan)
    green = {entry.step for entry in ledger.standing(entries)}
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
    claims, names = tuple(check_claims(step.claims, workspace)), tuple(check_names(codemod.options, workspace))
    if not all(claim.holds for claim in claims + names):
        return Taken(phase, step, claims, names)
    try:
        return Taken(phase, step, claims, names, codemods.run(codemod, workspace))
    except codemods.Broken as error:
        refusal = Refusal("broken-codemod", str(error), "mend it; `migrate apply` keeps the traceback")
        return Taken(phase, step, claims, names, Outcome(refusals=(refusal,)), error.traceback)


def forecast(plan: Plan, scheduled: Sequence[Scheduled], workspace: Workspace) -> Iterator[tuple[Taken, Workspace]]:
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
        yield taken, workspace


def net_changes(workspace: Workspace, after: Workspace) -> tuple[Change, ...]:
    """What differs between a tree and the same tree with overlays, sorted by path."""
    changes = []
    for path, text in sorted(after.overlay.items()):
        before = workspace.read(path) if workspace.exists(path) else None
        if before != text or workspace.mode(path) != after.mode(path):
            changes.append(Change(path, before, text, workspace.mode(path), after.mode(path)))
    return tuple(changes)


PROGRAM = re.compile(r"(?<![^\s;&|(=])((?:[\w.-]+/)+[\w.-]+)(?![^\s;&|)])")


def at_hand(command: str, checkout: Path, tree: Path) -> str:
    """The command with each relative program that `tree` lacks, as `.venv/bin/pytest` that git ignores, called in `checkout`."""

    def called(match: re.Match[str]) -> str:
        there = checkout / match[1]
        missing = tree != checkout and not (tree / match[1]).exists()
        return shlex.quote(str(there)) if missing and there.is_file() and os.access(there, os.X_OK) else match[1]

    return PROGRAM.sub(called, command)


def all_checks(plan: Plan, table: GateTable) -> GateTable:
    """The gate with the checks of every step in it: what a baseline must be taken for."""
    names = dict.fromkeys((*table.checks, *(check for _, step in plan.steps() for check in step.checks)))
    return table.model_copy(update={"checks": tuple(names)})


@dataclass
class Run:
    """One `migrate apply` inside its transaction."""

    plan: Plan
    transaction: Transaction
    say: Say
    ended: Callable[[Done], None]
    keep_going: bool = False
    entries: list[Entry] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    unjudged: bool = False
    """Whether a green step of the phase at hand was judged by impacted tests only."""

    @cached_property
    def gate(self) -> GateTable:
        """The plan's gate, fit for the linked worktree: a program that only the checkout has is called there."""
        table, here = self.plan.gate, (self.transaction.checkout.root, self.transaction.tree.root)
        commands = {name: at_hand(command, *here) for name, command in table.commands.items()}
        fit = {"run": at_hand(table.run, *here), "prepare": at_hand(table.prepare, *here), "commands": commands}
        return table.model_copy(update=fit)

    def steps(self, scheduled: Sequence[Scheduled]) -> Summary:
        """Carry out the due steps in order. Stops at the first that is not green, unless told to keep going."""
        # Where a phase ends is a matter of the plan, not of what was asked for: any way through it gives the same records.
        left = [item for item in schedule(self.plan, self.entries) if item.state in ("due", "blocked")]
        ends = {item.phase.id: item.step.id for item in left}
        phases: list[tuple[Phase, tuple[Verdict, ...]]] = []
        for item in scheduled:
            if item.state != "due":
                continue
            last = ends[item.phase.id] == item.step.id
            done = self._step(item, full=last)
            self.done.append(done)
            self.ended(done)
            if done.result == "green":
                self.unjudged = not last and self.plan.gate.select != "all"
            if last and self.unjudged:
                phases.append((item.phase, self._whole_phase(item.phase)))
                self.unjudged = False
            if done.result not in ("green", "nothing to do", "blocked") and not self.keep_going:
                break
        return Summary(tuple(self.done), tuple(phases))

    def _step(self, item: Scheduled, *, full: bool) -> Done:
        step = item.step
        failed = {done.step.id for done in self.done if done.result not in ("green", "nothing to do")}
        if missing := failed.intersection(step.needs):
            return Done(step, "blocked", lines=(f"needs {', '.join(sorted(missing))}",))
        self.say(f"{step.id}  {step.title or step.codemod}")
        taken = take(self.plan, item.phase, step, Workspace(self.transaction.tree.root, self.plan.layout))
        if taken.stale:
            lines = tuple(claim.line() for claim in taken.stale)
            return Done(step, "stale", evidence=self._keep(runs.Run(step.id, "stale", lines=lines)), lines=lines)
        if taken.refused:
            result: Literal["failed", "refused"] = "failed" if taken.traceback else "refused"
            kept = runs.Run(step.id, result, refusals=taken.outcome.refusals, lines=taken.outcome.notes)
            lines = _refusal_lines(taken.outcome)
            evidence = self._keep(kept)
            if taken.traceback:
                runs.write_traceback(self.transaction.checkout.root, step.id, taken.traceback)
            return Done(step, result, evidence=evidence, lines=lines)
        runs.fresh(self.transaction.checkout.root, step.id)
        baseline, metrics = self._baseline()
        return self._or_failed(step, lambda: self._carry_out(item, taken, baseline, metrics, full=full))

    def _or_failed(self, step: Step, work: Callable[[], Done]) -> Done:
        """What `work` comes to; where a hook, the disk or the checkout refuses, nothing of the step stays."""
        try:
            return work()
        except (MigrateError, OSError) as error:
            self.transaction.rollback()
            if isinstance(error, MigrateError):
                lines: tuple[str, ...] = (error.what, error.hint)
            else:
                mend = "nothing of the step stays; mend it and run the same command again"
                lines = (f"{error.strerror}: {error.filename or 'writing'}", mend)
            return Done(step, "failed", evidence=self._keep(runs.Run(step.id, "failed", lines=lines)), lines=lines)

    def _carry_out(self, item: Scheduled, taken: Taken, baseline: Baseline, first: Json, *, full: bool) -> Done:
        step, outcome, transaction = item.step, taken.outcome, self.transaction
        root, tree = transaction.checkout.root, transaction.tree
        declared = tuple(removal.removal() for removal in step.removes)
        outcome = Outcome(outcome.changes, outcome.moves, outcome.removals + declared, outcome.refusals, outcome.notes)
        undo = ledger.undo_file(step.id)
        before = tree.digest(tree.head())
        transaction.begin(step.id, outcome.changes, (*ledger.RECORDS, undo))
        after = tree.digest()
        logs = runs.folder(root, step.id)
        verdicts: tuple[Verdict, ...] = ()
        if outcome.changes:
            verdicts = gate.judge(
                self.gate,
                tuple(dict.fromkeys((*self.plan.gate.checks, *step.checks))),
                baseline,
                Judged(
                    root=tree.root,
                    before=transaction.before,
                    layout=self.plan.layout,
                    changes=outcome.changes,
                    moves=ledger.moves(self.entries) + outcome.moves,
                    removals=ledger.removals(self.entries) + outcome.removals,
                    full=full or self.plan.gate.select == "all",
                    runs=logs,
                ),
                self.say,
            )
        if any(not verdict.ok for verdict in verdicts):
            return self._red(step, verdicts, outcome.refusals)
        entry = Entry(
            step=step.id,
            action="apply",
            phase=str(item.phase.id),
            codemod=step.codemod,
            plan=self.plan.digest,
            definition=self.plan.step_digest(step),
            tree_before=before,
            tree_after=after,
            files=tree.staged_numbers(),
            moves=outcome.moves,
            removals=outcome.removals,
            refusals=outcome.refusals,
            notes=outcome.notes,
            verdicts=tuple(_lean(verdict) for verdict in verdicts),
            gained=_gained(verdicts),
            metrics=measure_tree(self.plan, tree.root),
        )
        fresh = {} if read_baseline(tree.root) else {ledger.BASELINE: baseline_text(baseline, first)}
        commit = self._commit(entry, step.title or step.codemod, fresh)
        runs.drop(root, step.id)
        return Done(
            step, "green" if outcome.changes else "nothing to do", commit, verdicts, lines=_refusal_lines(outcome)
        )

    def _red(self, step: Step, verdicts: tuple[Verdict, ...], refusals: tuple[Refusal, ...] = ()) -> Done:
        """Nothing of the step stays but its evidence."""
        root = self.transaction.checkout.root
        runs.write_diff(root, step.id, self.transaction.tree.staged_diff())
        self.transaction.rollback()
        kept = self._keep(runs.Run(step.id, "red", refusals=refusals, verdicts=verdicts))
        red = [verdict for verdict in verdicts if not verdict.ok]
        lines = [line for v in red for line in (f"{v.check}: {v.summary}", *v.named[:12])]
        return Done(step, "red", verdicts=verdicts, evidence=kept, lines=tuple(lines))

    def _commit(self, entry: Entry, title: str, more: Mapping[PurePosixPath, bytes]) -> str:
        """Write the ledger line, the undo diff and these files beside the staged changes, and commit the lot."""
        tree = self.transaction.tree
        back = tree.staged_diff(reverse=True)
        undo = ledger.undo_file(entry.step)
        files: dict[PurePosixPath, bytes | None] = dict(more)
        files[undo] = gzip.compress(back, mtime=0) if entry.action == "apply" and back else None
        files[ledger.ATTRIBUTES] = ledger.AS_THEY_ARE
        file = tree.root / ledger.LEDGER
        text = file.read_bytes() if file.is_file() else b""
        files[ledger.LEDGER] = text + (b"" if not text or text.endswith(b"\n") else b"\n") + entry.line().encode()
        runs.require_folder(tree.root)
        there = {path: content for path, content in files.items() if content is not None or tree.tracks(path)}
        tree.lay(Change(path, None, content) for path, content in there.items())
        added, removed = (sum(max(pair[side], 0) for pair in entry.files.values()) for side in (0, 1))
        gates = ", ".join(f"{verdict.check} ({verdict.summary})" for verdict in entry.verdicts) or "nothing to judge"
        trailer = "Migrate-Undo: yes\n" if entry.action == "undo" else ""
        message = (
            f"{'Undo ' if entry.action == 'undo' else ''}{entry.step}: {title}\n\n"
            f"{entry.codemod}: {len(entry.files)} file{'s' * (len(entry.files) != 1)}, +{added} -{removed} lines.\n\n"
            f"Migrate-Step: {entry.step}\nMigrate-Plan: {entry.plan[:16]}\nMigrate-Gate: {' '.join(gates.split())}\n{trailer}"
        )
        commit = self.transaction.commit(entry.step, message)
        self.entries.append(entry)
        return commit

    def _baseline(self) -> tuple[Baseline, Json]:
        """What held before the first step: the committed record, or one taken now on the tree as it is."""
        tree, room = self.transaction.tree, self.transaction.checkout.room
        if committed := read_baseline(tree.root):
            return committed[0].after(ledger.gained(self.entries)), committed[1]
        waiting = room / "baseline.json"
        key = f"{tree.digest(tree.head())} {self.plan.digest}"
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, MigrateError):  # damaged: it is taken anew
            kept = json.loads(waiting.read_bytes())
            if kept["key"] == key:
                return Baseline.from_json(kept["gate"]), kept["metrics"]
        self.say("taking the baseline: what holds before the first step")
        logs = runs.fresh(self.transaction.checkout.root, "baseline")
        baseline = gate.take_baseline(all_checks(self.plan, self.gate), tree.root, self.plan.layout, logs, self.say)
        metrics = measure_tree(self.plan, tree.root)
        fresh = waiting.with_suffix(".new")
        fresh.write_text(json.dumps({"key": key, "gate": baseline.to_json(), "metrics": metrics}), encoding="utf-8")
        fresh.replace(waiting)
        return baseline, metrics

    def _whole_phase(self, phase: Phase) -> tuple[Verdict, ...]:
        """The full gate on the tree as the phase's green steps left it."""
        self.say(f"phase {phase.id}: the full suite, since its last step left no green commit")
        checkout = self.transaction.checkout
        logs = runs.fresh(checkout.root, f"phase-{phase.id}")
        self.transaction.rollback()
        judged = Judged(
            root=self.transaction.tree.root,
            before=None,
            layout=self.plan.layout,
            changes=(),
            moves=ledger.moves(self.entries),
            removals=ledger.removals(self.entries),
            full=True,
            runs=logs,
        )
        return gate.judge(self.gate, self.plan.gate.checks, self._baseline()[0], judged, self.say)

    def _keep(self, run: runs.Run) -> str:
        return str(runs.write(self.transaction.checkout.root, run))

    def undo(self, step_id: str) -> Done:
        """Take back a green step by its recorded reverse diff, behind the same gate. Refused where a later step stands on it."""
        standing = {entry.step: entry for entry in ledger.standing(self.entries)}
        entry = standing.get(step_id)
        if entry is None:
            known = ", ".join(standing) or "none"
            raise MigrateError(f"step {step_id} is not applied", f"applied steps: {known}")
        if step_id not in {step.id for _, step in self.plan.steps()}:
            raise MigrateError(
                f"step {step_id} is applied, but the plan no longer has it", "put it back into the plan, then run again"
            )
        phase, step = self.plan.find_step(step_id)
        if above := [s.id for _, s in self.plan.steps() if step_id in s.needs and s.id in standing]:
            raise MigrateError(f"step {', '.join(above)} needs {step_id}", f"migrate undo --step {above[-1]}")
        self.say(f"{step.id}  undo {step.title or step.codemod}")
        runs.fresh(self.transaction.checkout.root, step_id)
        before = self.transaction.tree.digest(self.transaction.tree.head())
        changes = self._reverse(entry)
        return self._or_failed(step, lambda: self._take_back(phase, step, entry, before, changes))

    def _take_back(self, phase: Phase, step: Step, entry: Entry, before: str, changes: tuple[Change, ...]) -> Done:
        root, tree = self.transaction.checkout.root, self.transaction.tree
        logs = runs.folder(root, step.id)
        remaining = [item for item in self.entries if item is not entry]
        baseline = (read_baseline(tree.root) or self._baseline())[0].after(ledger.gained(remaining))
        judged = Judged(
            root=tree.root,
            before=self.transaction.before,
            layout=self.plan.layout,
            changes=changes,
            moves=ledger.moves(remaining),
            removals=ledger.removals(remaining),
            full=True,
            runs=logs,
        )
        verdicts = gate.judge(self.gate, self.plan.gate.checks, baseline, judged, self.say) if changes else ()
        if any(not verdict.ok for verdict in verdicts):
            return self._red(step, verdicts)
        line = Entry(
            step=step.id,
            action="undo",
            phase=str(phase.id),
            codemod=step.codemod,
            plan=self.plan.digest,
            definition=entry.definition,
            tree_before=before,
            tree_after=tree.digest(),
            files=tree.staged_numbers(),
            moves=tuple(Move(move.new, move.old, move.kind) for move in reversed(entry.moves)),
            verdicts=tuple(_lean(verdict) for verdict in verdicts),
            metrics=measure_tree(self.plan, tree.root),
        )
        commit = self._commit(line, step.title or step.codemod, {})
        runs.drop(root, step.id)
        return Done(step, "green", commit, verdicts)

    def _reverse(self, entry: Entry) -> tuple[Change, ...]:
        """Take the entry's diff back in the tree, staged, and say what that changed. Raises MigrateError where later ones overlap."""
        tree, undo = self.transaction.tree, ledger.undo_file(entry.step)
        paths = [PurePosixPath(name) for name in entry.files]
        was = Workspace(tree.root, self.plan.layout)
        old = {path: was.read(path) for path in paths if was.exists(path)}
        patch = self._recorded(undo) if paths else b""
        self.transaction.begin(entry.step, (), (*paths, *ledger.RECORDS, undo))
        try:
            if patch:
                tree.git("apply", "--index", "--whitespace=nowarn", "-", stdin=patch)
        except GitError as error:
            self.transaction.rollback()
            after = [item.step for item in ledger.standing(self.entries)]
            later = after[after.index(entry.step) + 1 :]
            hint = (
                f"undo later steps first: {', '.join(reversed(later))}"
                if later
                else "the files were changed by hand since: git log says when"
            )
            raise MigrateError(f"step {entry.step} cannot be taken back on its own: {error.what}", hint) from error
        now = Workspace(tree.root, self.plan.layout)
        new = {path: now.read(path) for path in paths if now.exists(path)}
        return tuple(Change(path, old.get(path), new.get(path), was.mode(path), now.mode(path)) for path in paths)

    def _recorded(self, undo: PurePosixPath) -> bytes:
        try:
            return gzip.decompress((self.transaction.tree.root / undo).read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise MigrateError(f"the reverse diff {undo} cannot be read: {error}", f"git log -p -- {undo}") from error


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would do: one diff over all due steps, each step's forecast, and whether all of it is well."""

    diff: bytes
    taken: tuple[Taken, ...]
    left_out: tuple[Scheduled, ...] = ()

    @property
    def well(self) -> bool:
        """Whether every claim holds, nothing is refused, and nothing that was asked for is blocked."""
        return not _blocked(self.left_out) and not any(one.stale or one.outcome.refusals for one in self.taken)


def dry_run(plan: Plan, phase: str | None, step: str | None, say: Say) -> DryRun:
    """The diff of all due steps together, as git would write it. Writes nothing and runs nothing of the target's."""
    workspace = workspace_of(plan)
    scheduled = schedule(plan, ledger.load(plan.project_root), phase, step)
    taken, after = [], workspace
    for one, after in forecast(plan, scheduled, workspace):  # noqa: B007 - the last tree is the answer
        taken.append(one)
        say(f"{one.step.id}  {one.step.title or one.step.codemod}: {_forecast_line(one)}")
        for line in (*(claim.line() for claim in one.stale), *_refusal_lines(one.outcome)):
            say(f"    {line}")
    checkout, changes = Repository.of(plan.project_root), net_changes(workspace, after)
    checkout.require_whole()
    require_free(checkout.root, changes)
    return DryRun(checkout.diff_of(changes), tuple(taken), _left_out(scheduled, phase, step))


def _left_out(scheduled: Sequence[Scheduled], phase: str | None, step: str | None) -> tuple[Scheduled, ...]:
    """What was asked for by its id, or its phase's, and cannot be tried."""
    return tuple(item for item in scheduled if item.state not in ("due", "done")) if phase or step else ()


def _blocked(left_out: Sequence[Scheduled]) -> bool:
    return any(item.state == "blocked" for item in left_out)


def _forecast_line(taken: Taken) -> str:
    if taken.stale:
        return "its claims do not hold"
    outcome = taken.outcome
    counts = (len(outcome.changes), "file"), (len(outcome.moves), "move"), (len(outcome.refusals), "refusal")
    return ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts)


def apply(
    plan: Plan,
    phase: str | None = None,
    step: str | None = None,
    *,
    keep_going: bool = False,
    say: Say,
    done: Callable[[Done], None],
) -> Summary:
    """Carry out the due steps on the repository. Every claim of every due step is checked before anything is edited."""
    checkout = Repository.of(plan.project_root)
    with Transaction(checkout, plan.gate.where) as transaction:
        if transaction.recovered:
            say(transaction.recovered)
        entries = ledger.load(checkout.root)
        scheduled = schedule(plan, entries, phase, step)
        stale = [one for one, _ in forecast(plan, scheduled, workspace_of(plan)) if one.stale]
        if stale and not keep_going:
            return _stale(checkout, stale, done)
        summary = Run(plan, transaction, say, done, keep_going, list(entries)).steps(scheduled)
        return replace(summary, left_out=_left_out(scheduled, phase, step))


def _stale(checkout: Repository, stale: Sequence[Taken], done: Callable[[Done], None]) -> Summary:
    ended = []
    for one in stale:
        lines = tuple(claim.line() for claim in one.stale)
        runs.fresh(checkout.root, one.step.id)
        ended.append(
            Done(
                one.step,
                "stale",
                evidence=str(runs.write(checkout.root, runs.Run(one.step.id, "stale", lines=lines))),
                lines=lines,
            )
        )
        done(ended[-1])
    return Summary(tuple(ended))


def undo(plan: Plan, step: str | None, say: Say) -> Done:
    """Take back this step, or the last one that stands. Raises MigrateError where none does."""
    checkout = Repository.of(plan.project_root)
    with Transaction(checkout, plan.gate.where) as transaction:
        if transaction.recovered:
            say(transaction.recovered)
        entries = ledger.load(checkout.root)
        standing = ledger.standing(entries)
        if not standing:
            raise MigrateError("no step is applied", "migrate status")
        return Run(plan, transaction, say, lambda done: None, entries=list(entries)).undo(step or standing[-1].step)


def judge_as_is(plan: Plan, phase: str | None, step: str | None, say: Say) -> tuple[Verdict, ...]:
    """The whole gate on the tree as it lies on the disk, against the committed baseline and what the ledger says has moved."""
    root = plan.project_root
    entries = ledger.load(root)
    kept = read_baseline(root)
    if kept is None:
        raise MigrateError(
            f"{root / ledger.BASELINE} is not there: nothing says what must hold",
            "migrate gate --rebaseline, and commit the file",
        )
    chosen = [item.step for item in schedule(plan, entries, phase, step)] if phase or step else []
    judged = Judged(
        root=root,
        before=None,
        layout=plan.layout,
        changes=(),
        moves=ledger.moves(entries),
        removals=ledger.removals(entries),
        full=True,
        runs=runs.fresh(root, "gate"),
    )
    checks = dict.fromkeys((*plan.gate.checks, *(check for one in chosen for check in one.checks)))
    return gate.judge(plan.gate, tuple(checks), kept[0].after(ledger.gained(entries)), judged, say)


def rebaseline(plan: Plan, say: Say) -> PurePosixPath:
    """Write `.migrate/baseline.json` from the tree as it is, and say where it lies. It is the user's to commit."""
    root = plan.project_root
    baseline = gate.take_baseline(all_checks(plan, plan.gate), root, plan.layout, runs.fresh(root, "baseline"), say)
    file = root / ledger.BASELINE
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(baseline_text(baseline, measure_tree(plan, root)))
    fresh.replace(file)
    return ledger.BASELINE


@dataclass(frozen=True, slots=True)
class Row:
    """A step's line in `migrate status`: its state by the ledger, or how its last try ended."""

    phase: Phase
    step: Step
    state: str
    why: str = ""
    commit: str = ""

    def json(self) -> Json:
        """The same for a program."""
        return {
            "phase": self.phase.id,
            "step": self.step.id,
            "title": self.step.title,
            "state": self.state,
            "why": self.why,
            "commit": self.commit,
        }


def status(plan: Plan) -> tuple[tuple[Row, ...], str]:
    """Every step's state, and a sentence about an interrupted run, if there is one. Writes nothing."""
    checkout = Repository.of(plan.project_root)
    entries = ledger.load(plan.project_root)
    definitions = {entry.step: entry.definition for entry in ledger.standing(entries)}
    commits, tries = checkout.commits(), runs.load(plan.project_root)
    rows = []
    for item in schedule(plan, entries):
        state, why = str(item.state), item.why
        commit = commits.get(item.step.id, ("",))[0]
        if item.state == "done":
            why = f"commit {commit[:10]}" if commit else "in the ledger; its commit was squashed"
            if definitions[item.step.id] != plan.step_digest(item.step):
                why += "; the plan says something else by now"
        elif item.state == "due" and item.step.id in tries:
            state, why = tries[item.step.id].result, f"the last try; {runs.folder(plan.project_root, item.step.id)}"
        rows.append(Row(item.phase, item.step, state, why, commit if item.state == "done" else ""))
    intent = read_intent(checkout)
    pending = (
        f"a run was stopped in step {intent.step} ({intent.stage}): the next `migrate apply` finishes or undoes it"
        if intent
        else ""
    )
    return tuple(rows), pending


def _refusal_lines(outcome: Outcome) -> tuple[str, ...]:
    told = "left by hand" if outcome.changes else "refused"
    return tuple(f"{told}: {f'{r.where}: ' if r.where else ''}{r.code}: {r.reason}; {r.next}" for r in outcome.refusals)


def _gained(verdicts: Collection[Verdict]) -> dict[str, tuple[str, ...]]:
    return {verdict.check: tuple(verdict.metrics["gained"]) for verdict in verdicts if verdict.metrics.get("gained")}


def _lean(verdict: Verdict) -> Verdict:
    """The verdict as the ledger keeps it: what was gained stands in a field of its own."""
    metrics = {key: value for key, value in verdict.metrics.items() if key not in ("gained", "seconds")}
    return Verdict(verdict.check, verdict.ok, verdict.summary, verdict.evidence, metrics)


def read_baseline(root: Path) -> tuple[Baseline, Json] | None:
    """The committed baseline of this project with the metrics before the first step; None where no step has run."""
    file = root / ledger.BASELINE
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Baseline.from_json(data["gate"]), data["metrics"]
    except (ValueError, KeyError, TypeError) as error:
        raise MigrateError(
            f"{ledger.BASELINE} cannot be read: {error}", "restore it from git, or: migrate gate --rebaseline"
        ) from error


def baseline_text(baseline: Baseline, metrics: Json) -> bytes:
    """The baseline as it is committed."""
    return (json.dumps({"gate": baseline.to_json(), "metrics": metrics}, indent=1, sort_keys=True) + "\n").encode()


def workspace_of(plan: Plan) -> Workspace:
    """The project as it lies on the disk."""
    return Workspace(plan.project_root, plan.layout)
