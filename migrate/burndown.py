"""How a worklist got where it is: the same analyzer over the trees of the branch's commits, and one thing before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from migrate import analysis, worklist
from migrate.analysis import scope
from migrate.analyzers import Analyzer, Worklist
from migrate.home import cache_folder
from migrate.markup import code
from migrate.model import Finding, Json, Location, Refusal
from migrate.plan import Plan
from migrate.repository import Repository
from migrate.workspace import Workspace

MOST = 24
"""So many commits are looked at: the first and the last that touched such files, and others evenly between them."""
LONGEST = 120
"""Lines of an example that are shown."""


@dataclass(frozen=True, slots=True)
class Point:
    """One commit, what the analyzer finds in its tree, and the bytes of the files that it reads."""

    commit: str
    date: str
    findings: tuple[Finding, ...]
    texts: Mapping[PurePosixPath, bytes]


def points(plan: Plan, analyzer: Analyzer, workspace: Workspace, repository: Repository) -> list[Point]:
    """The history of what this analyzer finds, oldest first. Nothing is written but the cache: a tree seen before costs little."""
    suffixes = tuple(analyzer.suffixes)
    commits = _evenly(repository.history(suffixes))
    trees = [repository.files_at(commit, suffixes) for commit, _ in commits]
    blobs = repository.blobs(blob for tree in trees for blob in tree.values())
    absent: dict[PurePosixPath, bytes | None] = {path: None for path in workspace.files if path.name.endswith(suffixes)}
    found = []
    for (commit, date), tree in zip(commits, trees, strict=True):
        texts = {path: blobs[blob] for path, blob in tree.items()}
        past = workspace.variant(overlay={**absent, **texts}, modes={})
        seen = scope.of_plan(plan, past)
        report = analysis.analyze(seen.workspace, [analyzer], cache=cache_folder())
        found.append(Point(commit, date, report.findings, texts))
    return found


def _evenly(commits: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    if len(commits) <= MOST:
        return list(commits)
    return [commits[round(number * (len(commits) - 1) / (MOST - 1))] for number in range(MOST)]


def rows(history: Iterable[Point], listed: Worklist) -> list[Json]:
    """Per commit how many things there were, and how many of them had each status by the code and the plan alone."""
    told = []
    for point in history:
        states = [worklist.state(one, listed) for one in point.findings if one.code in listed.states]
        told.append({
            "commit": point.commit, "date": point.date, "total": len(states), "counts": worklist.counts(states),
        })  # fmt: skip
    return told


def example(
    history: Sequence[Point], findings: Iterable[Finding], listed: Worklist, workspace: Workspace
) -> dict[str, Json] | None:
    """The shortest thing that is done now and was not in some commit, with its text then (the last time) and now; None: no such."""
    done = {
        one.metrics["key"]: one
        for one in findings
        if one.code in listed.states and worklist.state(one, listed) == "done"
    }
    was: dict[str, tuple[Point, Finding]] = {}
    for point in history:
        for one in point.findings:
            if one.code in listed.states and one.metrics["key"] in done and worklist.state(one, listed) != "done":
                was[one.metrics["key"]] = point, one
    if not was:
        return None
    key = min(was, key=lambda key: (_length(was[key][1]) + _length(done[key]), key))
    (point, before), after = was[key], done[key]
    return {
        "key": key,
        "name": after.where.symbol,
        "commit": point.commit,
        "date": point.date,
        "before": {"file": str(before.where.path), "lines": _lines(point.texts[before.where.path], before.where)},
        "after": {"file": str(after.where.path), "lines": _lines(workspace.read(after.where.path), after.where)},
    }


def _length(finding: Finding) -> int:
    return finding.where.end_line - finding.where.line


def _lines(data: bytes, where: Location) -> list[str]:
    """These lines of a file; of very many only the first."""
    lines = data.decode("utf-8", "replace").splitlines()[where.line - 1 : where.end_line]
    return lines if len(lines) <= LONGEST else [*lines[:LONGEST], f"… and {len(lines) - LONGEST} lines more"]


def refused(findings: Iterable[Finding], listed: Worklist, refusals: Sequence[Refusal]) -> list[Finding]:
    """The findings; what a codemod refused to do for one, by its place and its name, is one more thing that stands in its way."""
    told = []
    for one in findings:
        why = [
            {"code": refusal.code, "line": refusal.where.line, "text": f"{refusal.code}: {refusal.reason}"}
            for refusal in refusals
            if refusal.where and refusal.where.path == one.where.path and _names(refusal, one.where.symbol)
        ]
        if why and one.code in listed.states and worklist.state(one, listed) in ("todo", "by hand"):
            one = replace(one, metrics={**one.metrics, "obstacles": [*one.metrics.get("obstacles", ()), *why]})
        told.append(one)
    return told


def _names(refusal: Refusal, name: str) -> bool:
    return f"`{name}`" in refusal.reason or (refusal.where is not None and refusal.where.symbol == name)


def told(
    plan: Plan, workspace: Workspace, repository: Repository, page: str, refusals: Sequence[Refusal] = ()
) -> list[Json]:
    """Every worklist that the plan asks for, as a tracker tells it; `page` is the tracker as people left it, `refusals` are
    what the codemods' last tries left."""
    seen = scope.of_plan(plan, workspace)
    found = []
    for analyzer in scope.choose(seen).analyzers:
        if (listed := analyzer.worklist) is not None:
            name = analyzer.name()
            findings = analysis.analyze(seen.workspace, [analyzer], cache=cache_folder()).findings
            written = worklist.read(page, name, listed.columns)
            history = points(plan, analyzer, workspace, repository)
            found.append({
                **worklist.document(name, listed, refused(findings, listed, refusals), written, code),
                "history": rows(history, listed),
                "example": example(history, findings, listed, seen.workspace),
            })  # fmt: skip
    return found
