"""Steps drawn from findings: what codemods suggest is tried in memory, one after the other, and its saving is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from inspect import getdoc
from itertools import groupby
from pathlib import Path

from migrate import codemods
from migrate.codemods import Broken, Suggestion, ValidationError
from migrate.markup import table_lines, visible
from migrate.model import Change, Finding, Json, Outcome, Refusal
from migrate.plan.starter import step_text, toml_value
from migrate.workspace import Workspace

SHOWN = 6
"""So many fingerprints are told with a step."""
GONE = frozenset({"no-such-name", "no-such-module", "no-such-file", "changed"})
"""The codes of refusals that say that something is not there, or not any more."""
DIFF = 80
"""So many lines of a file's change are shown."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step for some findings, and what its codemod made of the tree that the proposals before it leave."""

    codemod: str
    suggestion: Suggestion
    outcome: Outcome

    @property
    def works(self) -> bool:
        """Whether the step changes something and refuses nothing."""
        return bool(self.outcome.changes) and not self.outcome.refusals

    @property
    def saving(self) -> int:
        """Lines before less lines after, in all files that it changes: it is counted, not estimated."""
        return saved_lines(self.outcome.changes)


def saved_lines(changes: Iterable[Change]) -> int:
    """How many lines fewer the files have after these changes."""
    return sum(_lines(change.before) - _lines(change.after) for change in changes)


def propose(
    workspace: Workspace, findings: Sequence[Finding], beside: Path | None = None, only: Finding | None = None
) -> Iterator[Proposal]:
    """Every suggestion of every codemod that takes away some of these findings, tried: those that work, and those refused.

    The codemod that may save most is tried first, on the tree as those that worked before left it, so that the steps can be applied in
    this order. A finding that a step has taken away already is not asked for again. With `only`, what is suggested for
    that finding alone.
    """
    settled: set[str] = set()
    for kind in _worthwhile(workspace, findings, beside):
        left = [finding for finding in findings if finding.fingerprint not in settled]
        for suggestion in _suggestions(kind, workspace, left):
            asked = {finding.fingerprint for finding in suggestion.findings}
            if asked <= settled if only is None else only.fingerprint not in asked:
                continue
            proposal = Proposal(kind.name(), suggestion, _tried(kind, suggestion.options, workspace))
            if settled and {refusal.code for refusal in proposal.outcome.refusals} & GONE:
                continue  # a step before it took away what it is about
            if proposal.works and only is None:
                settled |= asked
                workspace = workspace.with_changes(proposal.outcome.changes)
            yield proposal


def _worthwhile(workspace: Workspace, findings: Sequence[Finding], beside: Path | None) -> list[type[codemods.Codemod]]:
    """The codemods that suggest something, the one with the greatest expectation first."""
    most = {}
    for name in codemods.find(beside):
        kind = codemods.load(name, beside)
        if suggestions := _suggestions(kind, workspace, findings):
            most[kind] = suggestions[0].expected
    return sorted(most, key=lambda kind: (-most[kind], kind.name()))


def _suggestions(kind: type[codemods.Codemod], workspace: Workspace, findings: Sequence[Finding]) -> list[Suggestion]:
    """What a codemod suggests for those findings whose files are all still there, the greatest expectation first."""
    mine = [
        finding
        for finding in findings
        if finding.code in kind.resolves and all(workspace.exists(place.path) for place in finding.locations)
    ]
    found = list(kind.suggest(mine, workspace)) if mine else []
    return sorted(found, key=lambda suggestion: (-suggestion.expected, suggestion.title))


def _tried(kind: type[codemods.Codemod], options: Mapping[str, Json], workspace: Workspace) -> Outcome:
    try:
        return codemods.run(kind(kind.Options.model_validate(dict(options))), workspace)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Outcome(refusals=(Refusal("wrong-option", f"`{place}`: {first['msg']}", "write the step by hand"),))
    except Broken as error:
        return Outcome(refusals=(Refusal("broken-codemod", str(error), "write the step by hand"),))


def phases_text(proposals: Sequence[Proposal], beside: Path | None = None, most_refused: int = 20) -> str:
    """The phases of a plan that does what works, one for each codemod, and a comment for what was refused."""
    lines: list[str] = []
    working = (item for item in proposals if item.works)
    for number, (name, group) in enumerate(groupby(working, key=lambda item: item.codemod), 1):
        doc = (getdoc(codemods.load(name, beside)) or name).split(". ")[0].partition("\n")[0]
        lines += ["[[phase]]", f"id    = {number}", f"title = {toml_value(doc.rstrip('.'))}", ""]
        for count, item in enumerate(group, 1):
            lines.append(f"  # {_promise(item)}")
            lines += step_text(f"{number}.{count}", item.suggestion.title, name, item.suggestion.options).splitlines()
            lines.append("")
    refused = [item for item in proposals if item.outcome.refusals]
    if refused:
        lines.append("# Tried, and refused:")
        for item in refused[:most_refused]:
            lines += [
                f"# * {item.codemod}: {visible(item.suggestion.title)}",
                f"#   {visible(item.outcome.refusals[0].line())}",
            ]
        if len(refused) > most_refused:
            lines.append(f"# … and {len(refused) - most_refused} more")
    return "\n".join(lines).rstrip("\n") + "\n"


def told(item: Proposal) -> Iterator[str]:
    """The proposed step, its saving or why it was refused, what was measured, and the change, in lines for a terminal."""
    yield from step_text("1.1", item.suggestion.title, item.codemod, item.suggestion.options, "").splitlines()
    yield ""
    for refusal in item.outcome.refusals:
        yield f"refused: {visible(refusal.line())}"
    if item.works:
        yield _promise(item)
    for table in item.outcome.tables:
        yield ""
        yield from table_lines(table)
    for change in item.outcome.changes:
        before, after = (visible_lines(data) for data in (change.before, change.after))
        shown = list(unified_diff(before, after, f"a/{change.path}", f"b/{change.path}", lineterm=""))
        yield ""
        yield from shown[:DIFF]
        if len(shown) > DIFF:
            yield f"… {len(shown) - DIFF:,} more lines of this file: `migrate apply --dry-run` shows them"


def visible_lines(data: bytes | None) -> list[str]:
    """The lines of a file for a terminal."""
    return [visible(line) for line in (data or b"").decode("utf-8", "replace").splitlines()]


def _promise(item: Proposal) -> str:
    files = len(item.outcome.changes)
    found = " ".join(finding.fingerprint for finding in item.suggestion.findings[:SHOWN])
    more = len(item.suggestion.findings) - SHOWN
    what = "Saves" if item.saving >= 0 else "Adds"
    return (
        f"{what} {abs(item.saving)} line{'s' * (abs(item.saving) != 1)} in {files} file{'s' * (files != 1)}. "
        f"Takes away {found}{f' and {more} more' if more > 0 else ''}."
    )


def _lines(data: bytes | None) -> int:
    return 0 if not data else data.count(b"\n") + (not data.endswith(b"\n"))
