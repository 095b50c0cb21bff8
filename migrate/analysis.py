"""Runs analyzers over a tree: every file once, then every conclusion once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from migrate.analyzers import Analyzer, Facts
from migrate.model import Finding, Location, Rule, Severity
from migrate.python.source import Source, module_name
from migrate.workspace import Workspace

RULES = (
    Rule("syntax-error", "A Python file that cannot be parsed", Severity.ERROR),
    Rule("skipped-file", "A file that was passed over, with the reason", Severity.INFO),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the analyzers found, and over how much."""

    findings: tuple[Finding, ...]
    files: int


def analyze(workspace: Workspace, analyzers: Sequence[Analyzer]) -> Report:
    """All findings of these analyzers on this tree, sorted by severity, place and code."""
    facts: dict[str, dict[PurePosixPath, Facts]] = {analyzer.name(): {} for analyzer in analyzers}
    findings = [
        Finding("skipped-file", f"not read: {why}", (Location(path),), str(path), Severity.INFO)
        for path, why in workspace.skipped.items()
        if path.suffix in (".py", ".pyi")
    ]
    for path in workspace.files:
        source = Source(path, workspace.read(path), module_name(path, workspace.layout.source or ("",)))
        for analyzer in analyzers:
            if path.suffix not in analyzer.suffixes or (
                analyzer.needles and not any(n in source.data for n in analyzer.needles)
            ):
                continue
            try:
                fact = analyzer.collect(source)
            except SyntaxError as error:
                findings.append(
                    Finding(
                        "syntax-error", str(error.msg), (Location(path, error.lineno or 1),), str(path), Severity.ERROR
                    )
                )
                break
            if fact is not None:
                facts[analyzer.name()][path] = fact
    for analyzer in analyzers:
        for finding in analyzer.conclude(facts[analyzer.name()], workspace):
            findings.append(replace(finding, analyzer=analyzer.name()))
    findings.sort(key=lambda f: (f.severity.rank, f.where.path, f.where.line, f.code, f.identity))
    return Report(tuple(findings), len(workspace.files))
