"""What `migrate analyze` answers, as text, JSON, SARIF or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Literal

from migrate.analysis.findings import Comparison, Known
from migrate.model import Finding, Rule, Severity
from migrate.workspace import Workspace

Format = Literal["text", "json", "sarif", "markdown"]


@dataclass(frozen=True, slots=True)
class View:
    """The findings to show, and what a reader needs beside them. With a baseline, `findings` are the new ones only."""

    findings: tuple[Finding, ...]
    workspace: Workspace
    rules: Mapping[str, Rule] = field(default_factory=dict)
    files: int = 0
    compared: bool = False
    known: int = 0
    fixed: tuple[Known, ...] = ()

    def groups(self) -> dict[tuple[Severity, str], list[Finding]]:
        """The findings by severity and code, the most severe first."""
        groups: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.severity, finding.code), []).append(finding)
        return dict(sorted(groups.items(), key=lambda item: (item[0][0].rank, item[0][1])))

    def by_severity(self) -> dict[Severity, int]:
        """How many findings of each severity, the most severe first."""
        counts = Counter(finding.severity for finding in self.findings)
        return {severity: counts[severity] for severity in Severity}

    def against(self, compared: Comparison) -> View:
        """The same view with only what a baseline does not know."""
        return replace(self, findings=compared.new, compared=True, known=compared.known, fixed=compared.fixed)

    def summary(self) -> str:
        """One sentence: how much was looked at, and what was found."""
        found = ", ".join(plural(n, severity.value) for severity, n in self.by_severity().items() if n)
        new = "new " if self.compared else ""
        files = plural(self.files, "file")
        return (
            f"{plural(len(self.findings), f'{new}finding')} in {files} ({found})"
            if found
            else f"nothing {new}found in {files}"
        )

    def against_baseline(self) -> str:
        """One sentence about the baseline; empty where there is none."""
        if not self.compared:
            return ""
        fixed = f"; {plural(len(self.fixed), 'entry', 'entries')} of the baseline no longer found" if self.fixed else ""
        return f"{plural(self.known, 'finding')} known from the baseline {'is' if self.known == 1 else 'are'} not shown{fixed}"


def plural(number: int, one: str, many: str = "") -> str:
    """`1 file`, `2 files`, `1,200 entries`. `info` has no plural."""
    return f"{number:,} {one if number == 1 or one == 'info' else many or one + 's'}"


def render(name: Format, view: View, *, limit: int = 10, terminal: bool = False) -> str:
    """The view in this format: the same view gives the same text. `limit` and `terminal` matter to `text` only."""
    if name == "text":
        from migrate.formats import as_text  # rich: a program that reads JSON need not wait for it

        return as_text.render(view, limit, terminal)
    rendered: str = import_module(f"migrate.formats.as_{name}").render(view)
    return rendered


def explain(
    name: Format,
    view: View,
    finding: Finding,
    cures: Mapping[str, str],
    proposed: Sequence[Sequence[str]] = (),
    *,
    terminal: bool = False,
) -> str:
    """One finding whole; as text with what takes it away (codemod → what it does) and the steps that were tried for it."""
    if name == "text":
        from migrate.formats import as_text

        return as_text.explain(view, finding, cures, terminal, proposed)
    return render(name, replace(view, findings=(finding,)))
