"""Gathers what a tracker tells: the plan, the ledger, the last tries, the commits, and what the due steps would bring."""

from __future__ import annotations

from migrate import burndown, ledger, runs
from migrate import forecast as ahead
from migrate.analysis.metrics import measure
from migrate.baseline import read_baseline
from migrate.model import Json
from migrate.plan import Plan
from migrate.repository import Repository
from migrate.tracker import Tracker


def survey(plan: Plan, *, forecast: bool = True, page: str = "") -> Tracker:
    """The tracker of this plan's project as it lies on the disk. Nothing is written but the cache, and no gate runs.

    Before the first step the tree itself is what holds before it. `forecast` tries the due steps in memory. `page` is the
    Markdown tracker as people left it: what they wrote beside the things on a worklist is read from there.
    """
    root = plan.project_root
    entries = ledger.load(root)
    scheduled = ahead.schedule(plan, entries)
    baseline = read_baseline(root)
    before = baseline[1] if baseline else measure(plan, ahead.workspace_of(plan))
    repository = Repository.of(root)
    tries, green = runs.load(root), ledger.carried_out(entries)
    refusals = [one for entry in green.values() for one in entry.refusals]
    refusals += [one for step, run in tries.items() if step not in green for one in run.refusals]
    return Tracker(
        plan,
        entries,
        tries,
        repository.commits(),
        {item.step.id: (item.state, item.why) for item in scheduled},
        before,
        _planned(plan, scheduled) if forecast else {},
        burndown.told(plan, ahead.workspace_of(plan), repository, page, refusals),
    )


def _planned(plan: Plan, scheduled: tuple[ahead.Scheduled, ...]) -> dict[str, Json]:
    """The metrics that the due steps would leave; none where they would change nothing."""
    tree = ahead.workspace_of(plan)
    trees = [after for _, after in ahead.walk(plan, scheduled, tree)]
    after = trees[-1] if trees else tree
    return measure(plan, after) if ahead.net_changes(tree, after) else {}
