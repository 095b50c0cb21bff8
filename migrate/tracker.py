"""Where a migration stands, as one plain document: what the plan wants, and what the ledger, the tries and the commits say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from migrate.ledger import Entry, bounded, carried_out
from migrate.markup import is_figures
from migrate.model import Json, Move, Refusal, Table, Verdict
from migrate.plan import Phase, Plan, Step
from migrate.runs import Run

VERSION = 1
"""Of the document: raised when a key changes its meaning or goes. A new key does not raise it."""

STATES = (
    "green",
    "partial",
    "red",
    "refused",
    "stale",
    "failed",
    "undone",
    "due",
    "blocked",
    "not due",
    "not available",
)
"""Every state that a step can be in, as far as it has come."""

SHOWN = {
    "lines": ("lines of Python", -1),
    "code_lines": ("lines of Python, neither blank nor comment", -1),
    "files": ("files", 0),
    "python_files": ("Python files", 0),
    "modules": ("modules", 0),
    "classes": ("classes", 0),
    "exception_classes": ("exception classes", 0),
    "exception_roots": ("exception classes with no other above them", -1),
    "configuration_files": ("files with configuration classes", -1),
    "functions": ("functions", 0),
    "largest_class.lines": ("lines of the largest class", -1),
    "god_classes": ("god classes", -1),
    "duplicate_lines": ("duplicate lines that could go", -1),
    "duplicate_lines_by_level.exact": ("duplicate lines, equal", -1),
    "duplicate_lines_by_level.plain": ("duplicate lines, equal but for comments and annotations", -1),
    "duplicate_lines_by_level.renamed": ("duplicate lines, equal but for names and literals", -1),
    "bare_excepts": ("bare `except:`", -1),
    "silent_handlers": ("handlers that swallow silently", -1),
    "import_cycles": ("import cycles", -1),
    "unresolved_imports": ("imports that lead nowhere", -1),
    "stubs": ("stubs", -1),
    "todos": ("TODOs", -1),
    "findings_total": ("findings, all together", -1),
}
"""Metric → what a reader sees, and whether less (-1) or more (1) of it is better; 0: neither."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """All that a tracker is made of. Whoever makes one has read the disk and git; nothing here does.

    `commits`: step → (commit, ISO date, subject) of commits that still carry their trailer. `waiting`: step → (state,
    reason) of those that would not run now. `before`: the metrics before the first step. `planned`: those after a dry run.
    `worklists`: what people work off one by one, as `migrate.burndown.told` tells it.
    """

    plan: Plan
    entries: Sequence[Entry] = ()
    runs: Mapping[str, Run] = field(default_factory=dict)
    commits: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    waiting: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    before: Mapping[str, Json] = field(default_factory=dict)
    planned: Mapping[str, Json] = field(default_factory=dict)
    worklists: Sequence[Json] = ()


def document(tracker: Tracker) -> dict[str, Json]:
    """The tracker as plain data, documented in docs/tracker.md: the same tracker gives the same document.

    A step is green only if the ledger holds it and no later line undid it.
    """
    green = carried_out(tracker.entries)
    phases = [_phase(tracker, phase, green) for phase in tracker.plan.phase]
    steps = [step for phase in phases for step in phase["steps"]]
    counts = _counts(steps)
    now = next((entry.metrics for entry in reversed(tracker.entries) if entry.metrics), tracker.before)
    return {
        "version": VERSION,
        "project": tracker.plan.project.name,
        "steps": len(steps),
        "counts": counts,
        "phases": phases,
        "metrics": _metrics(tracker.before, now, tracker.planned),
        "history": _history(tracker),
        "worklists": list(tracker.worklists),
        "moves": _moves(green.values()),
        "by_hand": _by_hand(tracker, green),
        "removals": [
            {"step": entry.step, "name": removal.name, "reason": removal.reason}
            for entry in green.values()
            for removal in entry.removals
        ],
        "redefinitions": [
            {"step": entry.step, "name": one.name, "before": one.before, "after": one.after}
            for entry in green.values()
            for one in entry.redefinitions
        ],
        "not_in_plan": [
            {"step": entry.step, "codemod": entry.codemod, "commit": _commit(tracker, entry.step)}
            for entry in green.values()
            if entry.step not in {step["id"] for step in steps}
        ],
    }


def _counts(steps: Iterable[Mapping[str, Json]]) -> dict[str, int]:
    states = Counter(step["state"] for step in steps)
    return {state: states[state] for state in STATES}


def _phase(tracker: Tracker, phase: Phase, green: Mapping[str, Entry]) -> dict[str, Json]:
    steps = [_step(tracker, phase, step, green.get(step.id)) for step in phase.step]
    return {
        "id": str(phase.id),
        "title": phase.title,
        "description": phase.description,
        "state": _state_of_phase([step["state"] for step in steps]),
        "counts": _counts(steps),
        **_people(phase),
        "steps": steps,
    }


def _state_of_phase(states: Sequence[str]) -> str:
    """`green` if all are, the worst if some went wrong, `under way` if some are green, else what they all wait for."""
    wrong = [state for state in ("red", "failed", "refused", "stale") if state in states]
    if wrong:
        return wrong[0]
    if states and set(states) == {"green"}:
        return "green"
    if "green" in states or "partial" in states:
        return "under way"
    return "not available" if states and set(states) == {"not available"} else "open"


def _people(item: Phase | Step) -> dict[str, Json]:
    return {
        "severity": item.severity,
        "effort": item.effort,
        "owner": item.owner,
        "questions": list(item.questions),
    }


def _step(tracker: Tracker, phase: Phase, step: Step, entry: Entry | None) -> dict[str, Json]:
    state, why = _state(tracker, phase, step, entry)
    run = None if entry else tracker.runs.get(step.id)
    verdicts = entry.verdicts if entry else run.verdicts if run else ()
    files = entry.files if entry else {}
    counted = [count for count in files.values() if count[0] >= 0]
    return {
        "id": step.id,
        "title": step.title,
        "codemod": step.codemod,
        "state": state,
        "why": why,
        "needs": list(step.needs),
        **_people(step),
        "commit": _commit(tracker, step.id) if entry else None,
        "squashed": bool(entry) and step.id not in tracker.commits,
        "edited_since": bool(entry) and entry is not None and entry.definition != tracker.plan.step_digest(step),
        "verdicts": [_verdict(verdict) for verdict in verdicts],
        "files": [
            {"path": path, "added": added, "removed": removed} for path, (added, removed) in sorted(files.items())
        ],
        "added": sum(added for added, _ in counted),
        "removed": sum(removed for _, removed in counted),
        "notes": list(entry.notes) if entry else [],
        "aside": [{"path": path, "why": why} for path, why in sorted(entry.aside.items())] if entry else [],
        "tables": [_table(table) for table in (entry.tables if entry else run.tables if run else ())],
    }


def _state(tracker: Tracker, phase: Phase, step: Step, entry: Entry | None) -> tuple[str, str]:
    if entry and entry.aside:
        files, rest = len(entry.files), len(entry.aside)
        return (
            "partial",
            f"{files} file{'s' * (files != 1)} landed; of {rest} the change, or a part of it, is kept aside",
        )
    if entry:
        return "green", ""
    state, why = tracker.waiting.get(step.id, ("due", ""))
    if not (step.available and phase.available):
        return "not available", why
    if run := tracker.runs.get(step.id):
        return run.result, _reason(run)
    if any(entry.step == step.id for entry in tracker.entries):
        return "undone", "taken back after it had been green"
    return state if state in STATES else "due", why


def _reason(run: Run) -> str:
    """Why the last try came to nothing, in one sentence."""
    bad = [verdict for verdict in run.verdicts if not verdict.ok]
    if bad:
        return "; ".join(f"{verdict.check}: {verdict.summary}" for verdict in bad)
    if run.refusals:
        more = f", and {len(run.refusals) - 1} more" if len(run.refusals) > 1 else ""
        return f"{run.refusals[0].reason}{more}"
    return run.lines[0] if run.lines else ""


def _verdict(verdict: Verdict) -> dict[str, Json]:
    evidence = [] if verdict.ok and not verdict.warning else list(verdict.evidence)
    return {
        "check": verdict.check,
        "ok": verdict.ok,
        "warning": verdict.warning,
        "summary": verdict.summary,
        "evidence": evidence,
    }


def _table(table: Table) -> dict[str, Json]:
    """A table with how its columns are set; a long one is cut, as a ledger line cuts it."""
    kept = bounded([table])[0]
    figures = [is_figures(kept, at) for at in range(len(kept.columns))]
    return {**asdict(kept), "columns": list(kept.columns), "rows": [list(row) for row in kept.rows], "figures": figures}


def _commit(tracker: Tracker, step: str) -> Json:
    if step not in tracker.commits:
        return None
    commit, date, subject = tracker.commits[step]
    return {"id": commit, "date": date, "subject": subject}


def _metrics(before: Mapping[str, Json], now: Mapping[str, Json], planned: Mapping[str, Json]) -> list[Json]:
    """Every number that was measured, in the order of `SHOWN`, then what it does not know by name."""
    flat = [_flat(metrics) for metrics in (before, now, planned)]
    names = [name for name in SHOWN if any(name in one for one in flat)]
    names += sorted({name for one in flat for name in one if not name.startswith("findings.")}.difference(SHOWN))
    rows = []
    for name in names:
        label, better = SHOWN.get(name, (name.replace("_", " "), 0))
        row: dict[str, Json] = {"name": name, "label": label, "better": better}
        for column, one in zip(("before", "now", "planned"), flat, strict=True):
            row[column] = one.get(name)
        for delta, last in (("delta", "now"), ("planned_delta", "planned")):
            known = row["before"] is not None and row[last] is not None
            row[delta] = row[last] - row["before"] if known else None
        rows.append(row)
    return rows


def _flat(metrics: Mapping[str, Json], prefix: str = "") -> dict[str, int | float]:
    numbers: dict[str, int | float] = {}
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            numbers.update(_flat(value, f"{prefix}{name}."))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            numbers[prefix + name] = value
    return numbers


def _history(tracker: Tracker) -> list[Json]:
    """The findings before the first step and after each line of the ledger, with what each changed, by code."""
    rows: list[Json] = []
    last: dict[str, int] | None = None
    states = [("", "before", tracker.before)] + [(entry.step, entry.action, entry.metrics) for entry in tracker.entries]
    for step, action, metrics in states:
        if "findings" not in metrics:
            continue
        codes = dict(sorted(metrics["findings"].items()))
        changes = {
            code: codes.get(code, 0) - last.get(code, 0)
            for code in sorted({*codes, *(last or {})})
            if last is not None and codes.get(code, 0) != last.get(code, 0)
        }
        rows.append({
            "step": step, "action": action, "total": sum(codes.values()), "findings": codes, "changes": changes,
            "lines": metrics.get("lines"),
        })  # fmt: skip
        last = codes
    return rows


def _moves(entries: Iterable[Entry]) -> list[Json]:
    """Every old name with the name that it has now: a later move of the new place is followed."""
    moves = [(entry.step, move) for entry in entries for move in entry.moves]
    return [
        {
            "old": move.old,
            "new": _follow(move.new, [later for _, later in moves[number + 1 :]]),
            "kind": move.kind,
            "left": move.left,
            "step": step,
        }
        for number, (step, move) in enumerate(moves)
    ]


def _follow(name: str, moves: Iterable[Move]) -> str:
    for move in moves:
        if name == move.old or name.startswith(f"{move.old}."):
            name = move.new + name[len(move.old) :]
    return name


def _by_hand(tracker: Tracker, green: Mapping[str, Entry]) -> list[Json]:
    """What green steps left, then what the last tries of the others refused."""
    left = [(entry.step, "green", refusal) for entry in green.values() for refusal in entry.refusals]
    left += [
        (run.step, run.result, refusal)
        for _, step in tracker.plan.steps()
        if step.id not in green and (run := tracker.runs.get(step.id))
        for refusal in run.refusals
    ]
    return [_refusal(step, state, refusal) for step, state, refusal in left]


def _refusal(step: str, state: str, refusal: Refusal) -> dict[str, Json]:
    return {
        "step": step,
        "state": state,
        "place": str(refusal.where) if refusal.where else "",
        "code": refusal.code,
        "reason": refusal.reason,
        "next": refusal.next,
    }
