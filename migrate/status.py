"""Where the migration stands: each step by the ledger, or by how its last try ended."""

from __future__ import annotations

from dataclasses import dataclass

from migrate import ledger, runs
from migrate.forecast import schedule
from migrate.model import Json
from migrate.plan import Phase, Plan, Step
from migrate.repository import Repository
from migrate.transaction import read_intent


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
    carried_out = ledger.carried_out(entries)
    commits, tries = checkout.commits(), runs.load(plan.project_root)
    rows = []
    for item in schedule(plan, entries):
        state, why = str(item.state), item.why
        commit = commits.get(item.step.id, ("",))[0]
        if item.state == "done":
            why = f"commit {commit[:10]}" if commit else "in the ledger; its commit was squashed"
            if carried_out[item.step.id].definition != plan.step_digest(item.step):
                why += "; the plan says something else by now"
        elif item.state in ("due", "blocked") and item.step.id in carried_out:
            aside = carried_out[item.step.id].aside
            state, why = "partial", f"kept aside: {', '.join(sorted(aside))}"
            if item.step.id in tries:
                why += f"; the last try; {runs.folder(plan.project_root, item.step.id)}"
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
