"""How a run speaks: progress and results for a person on stderr, JSON for a program on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from migrate.markup import table_lines, visible
from migrate.model import Json, Outcome, Table, Verdict

if TYPE_CHECKING:
    from migrate.apply import Done, Summary
    from migrate.forecast import Scheduled, Taken
    from migrate.plan import Plan
    from migrate.status import Row

COLOURS = {
    "green": "green", "nothing to do": "green", "done": "green",
    "red": "red", "failed": "red", "partial": "yellow", "stale": "yellow", "refused": "yellow", "blocked": "yellow",
}  # fmt: skip
MARKS = {"green": "✓", "nothing to do": "✓", "done": "✓", "red": "✗", "failed": "✗", "partial": "◐", "due": "·"}


def say(line: str) -> None:
    """One line of progress, to stderr, with nothing in it that a terminal would obey."""
    _tell(visible(line))


def _tell(line: str) -> None:
    click.echo(line, err=True)


def print_json(data: Json) -> None:
    """One JSON document, to stdout."""
    click.echo(json.dumps(data, indent=2, default=str))  # in ASCII: names that are no text pass too


def write_bytes(data: bytes) -> None:
    """Bytes to stdout as they are; nowhere if it is closed."""
    if sys.stdout is None:
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def say_done(done: Done, *, undone: bool = False) -> None:
    """How one step ended, or its undoing, with what a person needs next."""
    result = "undone" if undone and done.result == "green" else done.result
    mark = click.style(MARKS.get(done.result, "–"), fg=COLOURS.get(done.result))
    gates = "  ".join(f"{'' if verdict.ok else '✗ '}{verdict.check}" for verdict in done.verdicts)
    commit = f"  commit {done.commit[:10]}" if done.commit else ""
    _tell(
        f"{mark} {done.step.id}  {click.style(result, fg=COLOURS.get(done.result), bold=True)}{commit}"
        + (f"  [{gates}]" if gates else "")
    )
    for line in (*done.lines, *_warnings(done)):
        say(f"    {line}")
    for line in _tables(done.tables):
        _tell(line)
    if done.evidence:
        say(f"    evidence: {done.evidence}")


def nothing_to_say(plan: Plan) -> str:
    """Why no step is due, and what to type next."""
    if any(plan.steps()):
        return "nothing is due; `migrate status` shows where each step stands"
    return "the plan has no steps yet: `migrate codemods` lists what a [[phase.step]] can do"


def say_summary(summary: Summary, nothing: str) -> None:
    """What a run came to; `nothing` where no step was tried."""
    for phase, verdicts in summary.phases:
        for verdict in verdicts:
            if not verdict.ok:
                _tell(f"{click.style('✗', fg='red')} phase {phase.id} as a whole: {verdict.check}: {verdict.summary}")
                for line in verdict.named[:12]:
                    say(f"    {line}")
    counts: dict[str, int] = {}
    for done in summary.steps:
        counts[done.result] = counts.get(done.result, 0) + 1
    say_left_out(summary.left_out)
    if by_hand := sum(len(done.refusals) for done in summary.steps):
        counts["left by hand"] = by_hand
    say(", ".join(f"{number} {result}" for result, number in counts.items()) or nothing)


def say_left_out(scheduled: Iterable[Scheduled]) -> None:
    """The steps that will not run, each with the reason."""
    for item in scheduled:
        if item.state not in ("due", "done"):
            say(f"– {item.step.id}  {item.state}: {item.why}")


def left_out_json(scheduled: Iterable[Scheduled]) -> Json:
    """The same for a program."""
    return [{"step": i.step.id, "state": i.state, "why": i.why} for i in scheduled if i.state != "due"]


def outcome_json(outcome: Outcome) -> Json:
    """An outcome for a program: files instead of bytes."""
    return {
        "files": [
            {
                "path": str(c.path),
                "status": "added" if c.before is None else "deleted" if c.after is None else "modified",
            }
            for c in outcome.changes
        ],
        "moves": [asdict(move) for move in outcome.moves],
        "removals": [asdict(removal) for removal in outcome.removals],
        "redefinitions": [asdict(one) for one in outcome.redefinitions],
        "refusals": [asdict(refusal) for refusal in outcome.refusals],
        "notes": list(outcome.notes),
        "tables": [asdict(table) for table in outcome.tables],
    }


def taken_json(taken: Taken) -> Json:
    """A step's forecast for a program."""
    return {
        "step": taken.step.id,
        "title": taken.step.title,
        "phase": taken.phase.id,
        "codemod": taken.step.codemod,
        "claims": [{"claim": c.claim, "holds": c.holds, "found": c.found, "nearest": c.nearest} for c in taken.claims],
        "stale": bool(taken.stale),
        **outcome_json(taken.outcome),
    }


def print_taken(taken: Taken) -> None:
    """What a step claims and would do, for a person, to stdout."""
    click.secho(visible(f"{taken.step.id}  {taken.step.title or taken.step.codemod}"), bold=True)
    for claim in (*taken.claims, *(name for name in taken.names if not name.holds)):
        mark = click.style("✓", fg="green") if claim.holds else click.style("✗", fg="red")
        click.echo(f"    {mark} {visible(claim.line())}")
    outcome = taken.outcome
    if not taken.stale:
        click.echo(
            f"    {count(len(outcome.changes), 'file')}, {count(len(outcome.moves), 'move')}, {count(len(outcome.refusals), 'refusal')}"
        )
    for change in outcome.changes:
        click.echo(
            f"      {'A' if change.before is None else 'D' if change.after is None else 'M'} {visible(str(change.path))}"
        )
    for move in outcome.moves:
        click.echo(f"      {move.old} → {move.new}" + ("" if move.left == "nothing" else f"  ({move.left} left)"))
    for one in outcome.redefinitions:
        click.echo(f"      {visible(f'{one.name}: {one.before} → {one.after}')}")
    for refusal in outcome.refusals:
        click.echo(f"    {click.style('refused', fg='yellow')} {visible(refusal.line())}")
    for note in outcome.notes:
        click.echo(f"    note: {visible(note)}")
    for line in _tables(outcome.tables):
        click.echo(line)


def _warnings(done: Done) -> Iterator[str]:
    for verdict in done.verdicts:
        if verdict.warning and done.result == "green":
            yield from (f"{verdict.check}: {verdict.summary}", *(f"  {line}" for line in verdict.named[:12]))


def _tables(tables: Iterable[Table]) -> Iterator[str]:
    """What a codemod measured, for a person; `--format json` has every row."""
    for table in tables:
        title, columns, *rest = table_lines(table)
        yield f"    {click.style(title, bold=True)}"
        yield f"    {click.style(columns, dim=True)}"
        for line in rest:
            yield f"    {line}" + (
                " (--format json has all)" if line.startswith("  … and ") and line is rest[-1] else ""
            )


def print_verdicts(verdicts: Sequence[Verdict]) -> None:
    """The gate's answer for a person, to stdout."""
    for verdict in verdicts:
        mark = click.style("✓", fg="green") if verdict.ok else click.style("✗", fg="red")
        mark = click.style("!", fg="yellow") if verdict.ok and verdict.warning else mark
        click.echo(f"{mark} {verdict.check}: {verdict.summary}")
        for line in () if verdict.ok and not verdict.warning else verdict.evidence:
            click.echo(f"    {visible(line)}")


def print_status(plan: Plan, rows: Sequence[Row], pending: str) -> None:
    """Every step with its state, under its phase, to stdout."""
    phase = None
    for row in rows:
        if row.phase.id != phase:
            phase = row.phase.id
            click.secho(visible(f"Phase {phase}  {row.phase.title}"), bold=True)
        told = visible(f"{row.step.title or row.step.codemod}  [{row.state}{f': {row.why}' if row.why else ''}]")
        mark = click.style(MARKS.get(row.state, "–"), fg=COLOURS.get(row.state))
        click.echo(f"  {mark} {row.step.id:<6} {told}")
    if not rows:
        click.echo(nothing_to_say(plan))
    if pending:
        click.echo(pending)


def verdicts_json(verdicts: Sequence[Verdict]) -> Json:
    """Verdicts for a program."""
    return [asdict(verdict) for verdict in verdicts]


def summary_json(summary: Summary) -> Json:
    """A run for a program."""
    return {
        "well": summary.well,
        "steps": [
            {
                "step": done.step.id,
                "result": done.result,
                "commit": done.commit,
                "evidence": done.evidence,
                "lines": list(done.lines),
                "tables": [asdict(table) for table in done.tables],
                "verdicts": verdicts_json(done.verdicts),
            }
            for done in summary.steps
        ],
        "phases": [{"phase": phase.id, "verdicts": verdicts_json(verdicts)} for phase, verdicts in summary.phases],
        "left_out": left_out_json(summary.left_out),
    }
