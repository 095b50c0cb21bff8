"""Carries out a plan's steps on the repository: claims, codemod, gate, commit; and takes them back."""

from __future__ import annotations

import contextlib
import gzip
import json
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Literal

from migrate import gate, ledger, runs
from migrate.analysis.metrics import measure_tree
from migrate.baseline import all_checks, at_hand, baseline_text, read_baseline
from migrate.bisection import Bisection
from migrate.errors import MigrateError
from migrate.forecast import (
    Say,
    Scheduled,
    Taken,
    any_blocked,
    left_out,
    refusal_lines,
    schedule,
    take,
    walk,
    workspace_of,
)
from migrate.gate import Baseline, Judged
from migrate.ledger import Entry
from migrate.model import Change, Json, Move, Outcome, Refusal, Table, Verdict
from migrate.plan import GateTable, Phase, Plan, Step
from migrate.repository import GitError, Repository
from migrate.transaction import Transaction, require_free
from migrate.workspace import Workspace

Result = Literal["green", "nothing to do", "partial", "red", "refused", "stale", "failed", "blocked"]


@dataclass(frozen=True, slots=True)
class Done:
    """How a step ended. `commit` is there for a green one, `evidence` (a folder) for the others."""

    step: Step
    result: Result
    commit: str = ""
    verdicts: tuple[Verdict, ...] = ()
    evidence: str = ""
    lines: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """What a green step left to be done by hand."""
    tables: tuple[Table, ...] = ()
    """What its codemod measured."""


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
        steps = all(done.result in ("green", "nothing to do") and not done.refusals for done in self.steps)
        return (
            steps
            and not any_blocked(self.left_out)
            and all(verdict.ok for _, verdicts in self.phases for verdict in verdicts)
        )


@dataclass
class Run:
    """One `migrate apply` inside its transaction."""

    plan: Plan
    transaction: Transaction
    say: Say
    ended: Callable[[Done], None]
    keep_going: bool = False
    jobs: int | None = None
    entries: list[Entry] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    """What the codemods' readers keep from one step to the next."""
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
            if done.result in ("green", "partial"):
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
        workspace = workspace_of(self.plan, self.entries, self.transaction.tree.root, self.memory)
        taken = take(self.plan, item.phase, step, workspace)
        if taken.stale:
            lines = tuple(claim.line() for claim in taken.stale)
            return Done(step, "stale", evidence=self._keep(runs.Run(step.id, "stale", lines=lines)), lines=lines)
        if taken.refused:
            result: Literal["failed", "refused"] = "failed" if taken.traceback else "refused"
            told = taken.outcome
            kept = runs.Run(step.id, result, refusals=told.refusals, lines=told.notes, tables=told.tables)
            lines = refusal_lines(taken.outcome)
            evidence = self._keep(kept)
            if taken.traceback:
                runs.write_traceback(self.transaction.checkout.root, step.id, taken.traceback)
            return Done(step, result, evidence=evidence, lines=lines, tables=told.tables)
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
        step, outcome, tree = item.step, taken.outcome, self.transaction.tree
        root = self.transaction.checkout.root
        declared = tuple(removal.removal() for removal in step.removes)
        outcome = replace(outcome, removals=outcome.removals + declared)
        part = 1 + sum(entry.step == step.id for entry in ledger.standing(self.entries))
        self._begin(step, outcome.changes, part)
        verdicts = self._judge(step, outcome, baseline, full=full) if outcome.changes else ()
        aside: dict[str, str] = {}
        red: tuple[Verdict, ...] = ()
        rest: tuple[Change, ...] = ()
        if any(not verdict.ok for verdict in verdicts):
            runs.write_diff(root, step.id, tree.staged_diff())
            search = self._bisect(step, outcome, verdicts, baseline, part, full=full)
            if not search.green:
                return self._red(step, verdicts, outcome)
            self._begin(step, search.green, part)
            outcome = gate.holding(tree.root, self.plan.layout, outcome, search.green)
            red, verdicts, aside, rest = verdicts, search.verdicts, _aside(search), search.left
        entry = Entry(
            step=step.id,
            action="apply",
            phase=str(item.phase.id),
            codemod=step.codemod,
            plan=self.plan.digest,
            definition=self.plan.step_digest(step),
            tree_before=tree.digest(tree.head()),
            tree_after=tree.digest(),
            files=tree.staged_numbers(),
            moves=outcome.moves,
            removals=outcome.removals,
            refusals=outcome.refusals,
            redefinitions=outcome.redefinitions,
            notes=outcome.notes,
            tables=ledger.bounded(outcome.tables),
            verdicts=tuple(_lean(verdict) for verdict in verdicts),
            gained=_gained(verdicts),
            metrics=measure_tree(self.plan, tree.root, self.jobs),
            aside=aside,
            part=part,
        )
        fresh = {} if read_baseline(tree.root) else {ledger.BASELINE: baseline_text(baseline, first)}
        commit = self._commit(entry, step.title or step.codemod, fresh)
        lines = (*(f"kept aside: {path}: {why}" for path, why in aside.items()), *refusal_lines(outcome))
        result: Result = "partial" if aside else "green" if outcome.changes else "nothing to do"
        evidence = ""
        if aside:
            with contextlib.suppress(MigrateError, OSError):  # it is evidence: the commit stands without it
                self._keep_rest(step, rest)
            evidence = self._keep(runs.Run(step.id, "partial", outcome.refusals, red, lines, outcome.tables))
        else:
            runs.drop(root, step.id)
        return Done(step, result, commit, verdicts, evidence, lines, outcome.refusals, outcome.tables)

    def _keep_rest(self, step: Step, rest: tuple[Change, ...]) -> None:
        """Keep what has not landed, as a diff against what has."""
        checkout = self.transaction.checkout
        with checkout.diffing() as diff_of:
            runs.write_diff(checkout.root, step.id, diff_of(rest), "rest.patch")

    def _begin(self, step: Step, changes: tuple[Change, ...], part: int) -> None:
        """Lay these changes, and nothing else of the step, into the tree."""
        if self.transaction.under_way:
            self.transaction.rollback()
        self.transaction.begin(step.id, changes, (*ledger.RECORDS, ledger.undo_file(step.id, part)))

    def _judge(
        self, step: Step, outcome: Outcome, baseline: Baseline, *, full: bool, until_red: bool = False
    ) -> tuple[Verdict, ...]:
        judged = Judged(
            root=self.transaction.tree.root,
            before=self.transaction.before,
            layout=self.plan.layout,
            changes=outcome.changes,
            moves=ledger.moves(self.entries) + outcome.moves,
            removals=ledger.removals(self.entries) + outcome.removals,
            redefinitions=ledger.redefinitions(self.entries, outcome),
            own=outcome.moves,
            full=full or self.plan.gate.select == "all",
            runs=runs.folder(self.transaction.checkout.root, step.id),
        )
        checks = tuple(dict.fromkeys((*self.plan.gate.checks, *step.checks)))
        return gate.judge(self.gate, checks, baseline, judged, self.say, until_red=until_red)

    def _bisect(
        self, step: Step, outcome: Outcome, red: tuple[Verdict, ...], baseline: Baseline, part: int, *, full: bool
    ) -> Bisection:
        """What of the step's changes is green, if the plan asks for it. The tree is left with whatever was tried last."""
        root = self.transaction.checkout.root

        def judge(changes: tuple[Change, ...]) -> tuple[Verdict, ...]:
            self.say(f"bisect: run {search.made} of at most {search.runs}, {len(changes)} files")
            try:
                require_free(root, changes)
            except MigrateError as error:  # a file below one that another part takes away
                return (Verdict("transaction", False, error.what),)
            self._begin(step, changes, part)
            some = gate.holding(self.transaction.tree.root, self.plan.layout, outcome, changes)
            return self._judge(step, some, baseline, full=full, until_red=True)

        search = Bisection.of(outcome.changes, red, judge, self.gate.bisect.runs)
        if self.gate.on_red == "bisect":
            search.run()
        return search

    def _red(self, step: Step, verdicts: tuple[Verdict, ...], outcome: Outcome = Outcome()) -> Done:  # noqa: B008
        """Nothing of the step stays but its evidence, the diff among it."""
        self.transaction.rollback()
        run = runs.Run(step.id, "red", refusals=outcome.refusals, verdicts=verdicts, tables=outcome.tables)
        kept = self._keep(run)
        red = [verdict for verdict in verdicts if not verdict.ok]
        lines = [line for v in red for line in (f"{v.check}: {v.summary}", *v.named[:12])]
        return Done(step, "red", verdicts=verdicts, evidence=kept, lines=tuple(lines), tables=outcome.tables)

    def _commit(self, entry: Entry, title: str, more: Mapping[PurePosixPath, bytes]) -> str:
        """Write the ledger line, the undo diff and these files beside the staged changes, and commit the lot."""
        tree = self.transaction.tree
        back = tree.staged_diff(reverse=True)
        undo = ledger.undo_file(entry.step, entry.part)
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
        aside = f"Landed in part; kept aside: {', '.join(entry.aside)}.\n\n" if entry.aside else ""
        trailer = "Migrate-Undo: yes\n" if entry.action == "undo" else ""
        message = (
            f"{'Undo ' if entry.action == 'undo' else ''}{entry.step}: {title}\n\n"
            f"{entry.codemod}: {len(entry.files)} file{'s' * (len(entry.files) != 1)}, +{added} -{removed} lines.\n\n{aside}"
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
        metrics = measure_tree(self.plan, tree.root, self.jobs)
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
            redefinitions=ledger.redefinitions(self.entries),
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
            redefinitions=ledger.redefinitions(remaining),
            full=True,
            runs=logs,
        )
        verdicts = gate.judge(self.gate, self.plan.gate.checks, baseline, judged, self.say) if changes else ()
        if any(not verdict.ok for verdict in verdicts):
            runs.write_diff(root, step.id, tree.staged_diff())
            return self._red(step, verdicts)
        line = Entry(
            step=step.id,
            action="undo",
            phase=str(phase.id),
            codemod=step.codemod,
            plan=self.plan.digest,
            definition=entry.definition,
            part=entry.part,
            tree_before=before,
            tree_after=tree.digest(),
            files=tree.staged_numbers(),
            moves=tuple(Move(move.new, move.old, move.kind) for move in reversed(entry.moves)),
            verdicts=tuple(_lean(verdict) for verdict in verdicts),
            metrics=measure_tree(self.plan, tree.root, self.jobs),
        )
        commit = self._commit(line, step.title or step.codemod, {})
        runs.drop(root, step.id)
        return Done(step, "green", commit, verdicts)

    def _reverse(self, entry: Entry) -> tuple[Change, ...]:
        """Take the entry's diff back in the tree, staged, and say what that changed. Raises MigrateError where later ones overlap."""
        tree, undo = self.transaction.tree, ledger.undo_file(entry.step, entry.part)
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
            after = ledger.standing(self.entries)
            later = [item.step for item in after[after.index(entry) + 1 :]]
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


def apply(
    plan: Plan,
    phase: str | None = None,
    step: str | None = None,
    *,
    keep_going: bool = False,
    jobs: int | None = None,
    say: Say,
    done: Callable[[Done], None],
) -> Summary:
    """Carry out the due steps on the repository. Every claim of every due step is checked before anything is edited.

    `jobs` processes measure the tree after a step; all cores where it is left out.
    """
    checkout = Repository.of(plan.project_root)
    with Transaction(checkout, plan.gate.where) as transaction:
        if transaction.recovered:
            say(transaction.recovered)
        entries = ledger.load(checkout.root)
        scheduled = schedule(plan, entries, phase, step)
        stale = [one for one, _ in walk(plan, scheduled, workspace_of(plan, entries)) if one.stale]
        if stale and not keep_going:
            return _stale(checkout, stale, done)
        summary = Run(plan, transaction, say, done, keep_going, jobs, list(entries)).steps(scheduled)
        return replace(summary, left_out=left_out(scheduled, phase, step))


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


def _aside(search: Bisection) -> dict[str, str]:
    """File → the check that keeps the rest of its change from landing, with the first thing that it names."""
    found = {}
    for change in search.left:
        verdict = search.why(change.path)
        named = f": {verdict.named[0]}" if verdict and verdict.named else ""
        why = f"{verdict.check}: {verdict.summary}{named}" if verdict else ""
        found[str(change.path)] = why if search.is_tried(change.path) else f"`[gate.bisect] runs` was spent; {why}"
    return found


def _gained(verdicts: Collection[Verdict]) -> dict[str, tuple[str, ...]]:
    return {verdict.check: tuple(verdict.metrics["gained"]) for verdict in verdicts if verdict.metrics.get("gained")}


def _lean(verdict: Verdict) -> Verdict:
    """The verdict as the ledger keeps it: what was gained stands in a field of its own."""
    metrics = {key: value for key, value in verdict.metrics.items() if key not in ("gained", "seconds")}
    return replace(verdict, metrics=metrics)
