"""Findings as Markdown, for a comment on a pull request."""

from __future__ import annotations

from migrate.formats import View, plural
from migrate.markup import code, markdown
from migrate.model import Finding, Location, Severity

LIMIT = 60_000
"""Characters; a comment on GitHub takes 65,536."""

SIGNS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}


def render(view: View) -> str:
    """A heading, a table of counts, and the findings by code. What would not fit into a comment is counted, not shown."""
    groups = view.groups()
    lines = ["### migrate analyze", "", f"{view.summary()}.", ""]
    if view.compared:
        lines += [f"{view.against_baseline()}.", ""]
    if groups:
        lines += ["| code | what | severity | count |", "| --- | --- | --- | ---: |"]
    for (severity, name), findings in groups.items():
        rule = view.rules.get(name)
        lines.append(
            f"| {code(name)} | {markdown(rule.summary) if rule else ''} | {SIGNS[severity]} {severity} | {len(findings)} |"
        )
    size = sum(len(line) + 1 for line in lines)
    for (severity, name), findings in groups.items():
        count = plural(len(findings), severity)
        block = ["", f"<details><summary>{SIGNS[severity]} <code>{markdown(name)}</code>: {count}</summary>", ""]
        left = len(findings)
        for finding in findings:
            entry = _finding(finding)
            if size + sum(map(len, block)) + len(entry) > LIMIT:
                break
            block.append(entry)
            left -= 1
        if left:
            block.append(f"- … and {left:,} more")
        block += ["", "</details>"]
        lines += block
        size += sum(len(line) + 1 for line in block)
    if view.fixed:
        lines += ["", f"<details><summary>No longer found: {len(view.fixed):,}</summary>", ""]
        lines += [f"- {code(item.code)} {', '.join(map(code, item.places[:3]))}" for item in view.fixed[:50]]
        lines += [f"- … and {len(view.fixed) - 50:,} more"] if len(view.fixed) > 50 else []
        lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding) -> str:
    first, *others = finding.locations
    also = f", also {', '.join(code(str(other)) for other in others[:3])}" if others else ""
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f"- {code(_place(first))} {markdown(finding.message)}{also}{more}"


def _place(location: Location) -> str:
    return f"{location} {location.symbol}" if location.symbol else str(location)
