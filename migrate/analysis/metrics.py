"""What is measured of a tree before the first step and after each one: its size, and what the analyzers find in it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from migrate import analysis
from migrate.analysis import class_kinds, scope
from migrate.analyzers import Analyzer, Facts
from migrate.home import cache_folder
from migrate.ledger import TRACKERS
from migrate.model import Finding, Json, Location, Rule, Severity
from migrate.python.source import Source
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from migrate.plan import Plan

SIZE = "tree-size"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

COUNTED = {
    "god_classes": "god-class",
    "bare_excepts": "bare-except",
    "import_cycles": "import-cycle",
    "unresolved_imports": "unresolved-import",
    "stubs": "stub",
    "todos": "todo",
}
"""Metric → the code whose findings it counts. Where no analyzer reports the code, the metric is left out: it was not measured."""

SILENT = ("pass", "continue", "constant", "suppress")
"""What a handler does that tells nobody of the error; the analyzer `excepts` says it as `does`."""


class Sizes(Analyzer):
    """Files, lines, classes and their kinds, functions: one finding has them as its metrics. Not in `analyzers/`, nobody selects it."""

    version = 2
    facts_alone = True
    rules = (Rule(SIZE, "How large the tree is", Severity.INFO),)

    def collect(self, source: Source) -> Facts:
        """Module or not, lines, lines of code, classes, functions, whether it holds configuration; the largest class with its
        lines; the classes with bases."""
        lines = source.data.splitlines()
        code = sum(1 for line in lines if (text := line.strip()) and not text.startswith(b"#"))
        try:
            classes = [node for node in source.nodes(ast.ClassDef) if isinstance(node, ast.ClassDef)]
            functions, bases = source.nodes(*FUNCTIONS), class_kinds.bases_in(source, classes)
        except SyntaxError:  # it is reported by those who look into the file; its lines count all the same
            classes, functions, bases = [], [], []
        configures = int(class_kinds.holds_configuration(classes))
        largest = max(((_lines(node), node.name) for node in classes), default=(0, ""))
        is_module = bool(source.module) and all(part.isidentifier() for part in source.module.split("."))
        name = f"{source.module}.{largest[1]}" if is_module else largest[1]
        counts = [int(is_module), len(lines), code, len(classes), len(functions), configures]
        return [counts, largest[0], name, bases]

    def conclude(self, facts: Mapping[PurePosixPath, Facts], workspace: Workspace) -> Iterable[Finding]:
        """One finding with the sums."""
        rows = [row for row in facts.values() if isinstance(row, list)]
        modules, lines, code, classes, functions, configures = (
            sum(row[0][column] for row in rows) for column in range(6)
        )
        size, name = max(((row[1], row[2]) for row in rows), default=(0, ""))
        exceptions = class_kinds.exceptions([(dotted, bases) for row in rows for dotted, bases in row[3]])
        metrics = {
            "files": len(
                set(workspace.files).difference(TRACKERS)
            ),  # writing down what was measured must not change it
            "python_files": len(workspace.python_files()),
            "modules": modules,
            "lines": lines,
            "code_lines": code,
            "classes": classes,
            "exception_classes": len(exceptions),
            "exception_roots": sum(exceptions.values()),
            "configuration_files": configures,
            "functions": functions,
            "largest_class": {"name": name, "lines": size},
        }
        yield Finding(SIZE, "", (Location(PurePosixPath(".")),), "", Severity.INFO, metrics)


def _lines(node: ast.ClassDef) -> int:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1


def measure_tree(plan: Plan, root: Path, jobs: int | None = None) -> dict[str, Json]:
    """The metrics of a tree that lies on the disk, read as the plan says; the cache makes a second look cheap."""
    return measure(plan, Workspace(root, plan.layout), jobs)


def measure(plan: Plan, workspace: Workspace, jobs: int | None = None) -> dict[str, Json]:
    """The metrics of this tree, pending edits included, as plain JSON that is the same for the same tree."""
    seen = scope.of_plan(plan, workspace)
    choice = scope.choose(seen)
    report = analysis.analyze(seen.workspace, [*choice.analyzers, Sizes()], jobs=jobs, cache=cache_folder())
    return summarize(report.findings, choice.rules)


def summarize(findings: Iterable[Finding], rules: Iterable[str]) -> dict[str, Json]:
    """The metrics that these findings tell, one of which may be that of `Sizes`."""
    known = list(findings)
    sizes = next((dict(finding.metrics) for finding in known if finding.code == SIZE), {})
    codes = Counter(finding.code for finding in known if finding.code != SIZE)
    reported = frozenset(rules)
    metrics: dict[str, Json] = {**sizes, **{name: codes[code] for name, code in COUNTED.items() if code in reported}}
    if "bare-except" in reported:
        metrics["silent_handlers"] = sum(finding.metrics.get("does") in SILENT for finding in known)
    if "duplicate-class" in reported:
        metrics.update(_duplicates(known))
    return {**metrics, "findings_total": codes.total(), "findings": dict(sorted(codes.items()))}


def _duplicates(findings: Iterable[Finding]) -> dict[str, Json]:
    """Lines that could go, over all groups of clones, and by the level at which they are equal."""
    levels = Counter({"exact": 0, "plain": 0, "renamed": 0})
    for finding in findings:
        if "removable_lines" in finding.metrics:
            levels[finding.metrics.get("level", "exact")] += finding.metrics["removable_lines"]
    return {"duplicate_lines": levels.total(), "duplicate_lines_by_level": dict(levels)}
