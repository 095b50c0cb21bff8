"""Findings for a person: the sources around them, by severity and code, and a table at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import PurePosixPath

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from migrate.formats import View, plural
from migrate.markup import one_line, visible
from migrate.model import Finding, Location, Severity
from migrate.python.source import Source
from migrate.workspace import Workspace

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
AROUND = 2
"""Lines of context before and after."""
WIDEST = 400
"""Characters of a line of source that are shown in a pipe or a file."""
HEAD = 5
"""Of a longer run of lines only so many are shown in a list."""
WHOLE = 60
"""And so many where one finding is explained."""


def render(view: View, limit: int, terminal: bool) -> str:
    """The view, at most `limit` findings of a code and severity (0: all). Colours, and lines cut to the width, only for a terminal."""
    page = Page(view, terminal)
    for (_, code), findings in view.groups().items():
        shown = findings[:limit] if limit else findings
        page.heading(code, findings)
        for finding in shown:
            page.finding(finding)
        if len(shown) < len(findings):
            page.line((f"  … {len(findings) - len(shown):,} more: migrate analyze --select {code} --limit 0", "dim"))
            page.line()
    page.fixed()
    page.table()
    page.line((view.summary(), "bold"))
    if view.compared:
        page.line(view.against_baseline())
    return page.text()


def explain(
    view: View, finding: Finding, cures: Mapping[str, str], terminal: bool, proposed: Sequence[Sequence[str]] = ()
) -> str:
    """One finding whole: every place with its source, the metrics, the codemods (name → summary) that take it away, and
    the steps that were tried for it, in lines.
    """
    page = Page(view, terminal)
    page.heading(finding.code, [finding])
    page.message(finding.message)
    page.line((f"  fingerprint {finding.fingerprint}, found by {finding.analyzer or 'the engine'}", "dim"))
    page.line()
    for number, location in enumerate(finding.locations, 1):
        page.line((f"{number}. " if len(finding.locations) > 1 else "", "dim"), *page.place(location))
        page.source(location, WHOLE)
        page.line()
    if finding.metrics:
        page.line(("metrics", "bold"))
        width = max(map(len, finding.metrics))
        for name, value in finding.metrics.items():
            page.line(f"  {visible(name):<{width}}  {visible(_value(value))}")
        page.line()
    page.line(("what to do", "bold"))
    for name, summary in cures.items():
        page.message(f"{name}: {summary} (`migrate codemods {name}` shows how a step says it)")
    if not cures:
        page.message("no codemod takes this away: it is for a person to decide")
    for lines in proposed:
        page.line()
        page.line(("proposed step", "bold"))
        for line in lines:
            page.line(f"  {line}" if line else "")
    return page.text()


class Page:
    """Collects the lines; it knows the width and keeps the sources that were read."""

    def __init__(self, view: View, terminal: bool) -> None:
        self.view = view
        self.terminal = terminal
        self.out = StringIO()
        # A pipe gets whole lines: whoever greps wants them uncut. Its width matters for the table only.
        width = None if terminal else 120
        self.console = Console(
            file=self.out, force_terminal=terminal, width=width, highlight=False, markup=False, emoji=False
        )
        self.read: dict[PurePosixPath, list[str]] = {}

    def text(self) -> str:
        """All that was written."""
        return "".join(f"{line.rstrip()}\n" for line in self.out.getvalue().splitlines())

    def line(self, *parts: str | tuple[str, str]) -> None:
        """One line of parts, each a text or a text with its style."""
        self.console.print(Text.assemble(*parts), soft_wrap=True)

    def heading(self, code: str, findings: Sequence[Finding]) -> None:
        """The code, its severity and what it stands for."""
        rule = self.view.rules.get(code)
        severity = findings[0].severity
        count = f" · {len(findings):,}" if len(findings) > 1 else ""
        summary = f" · {visible(rule.summary)}" if rule else ""
        self.line((f"{severity.value} {visible(code)}", f"bold {STYLES[severity]}"), f"{summary}{count}")
        self.line()

    def finding(self, finding: Finding) -> None:
        """The place, the message, the source around it, and the other places."""
        first, *others = finding.locations
        self.line(*self.place(first), ("  " + finding.fingerprint, "dim"))
        self.message(finding.message)
        self.source(first, HEAD)
        if others:
            also = ", ".join(visible(str(other)) for other in others[:4])
            more = f" and {len(others) - 4:,} more" if len(others) > 4 else ""
            self.message(f"also {also}{more}")
        self.line()

    def message(self, text: str) -> None:
        """A sentence, indented, wrapped on a terminal."""
        shown = Text(one_line(text))
        if self.terminal:
            self.console.print(Padding(shown, (0, 0, 0, 2)))
        else:
            self.console.print(Text("  ") + shown, soft_wrap=True)

    def place(self, location: Location) -> tuple[str | tuple[str, str], ...]:
        """`path:line` and the symbol around it."""
        return (visible(str(location)), "bold"), (f"  {visible(location.symbol)}" if location.symbol else "")

    def source(self, location: Location, limit: int) -> None:
        """The lines of the location, marked, with a few around them; of more than `limit` the first ones."""
        if location.path not in self.read:
            self.read[location.path] = source_lines(self.view.workspace, location.path)
        lines = self.read[location.path]
        if not 1 <= location.line <= len(lines):
            return
        end = min(max(location.end_line, location.line), len(lines))
        last = (
            end if end - location.line <= limit else location.line + limit - 1
        )  # one line more needs no "1 more line"
        first, after = max(1, location.line - AROUND), min(last + AROUND, len(lines)) if last == end else last
        while first < location.line and not lines[first - 1].strip():
            first += 1
        while after > last and not lines[after - 1].strip():
            after -= 1
        digits = len(str(after))
        for number in range(first, after + 1):
            inside = location.line <= number <= end
            text = Text.assemble(
                (f"  {'▌' if inside else ' '} ", "red" if inside else ""),
                (f"{number:>{digits}} │ ", "dim"),
                (visible(_cut(lines[number - 1])), "" if inside else "dim"),
            )
            self.console.print(
                text, no_wrap=self.terminal, overflow="ellipsis" if self.terminal else None, soft_wrap=not self.terminal
            )
        if last < end:
            self.line((f"    {' ' * digits} ⋮ {plural(end - last, 'more line')}", "dim"))

    def fixed(self) -> None:
        """What the baseline knew and nobody finds any more."""
        if not self.view.fixed:
            return
        self.line(("no longer found", "bold green"), " · write the baseline anew to keep it so")
        for item in self.view.fixed[:20]:
            self.line(f"  {visible(item.code)}  {', '.join(visible(place) for place in item.places[:3])}")
        if len(self.view.fixed) > 20:
            self.line(f"  … {len(self.view.fixed) - 20:,} more")
        self.line()

    def table(self) -> None:
        """Code, severity and count of everything, what was not shown included."""
        groups = self.view.groups()
        if not groups:
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        table.add_column("code", no_wrap=True)
        table.add_column("severity", no_wrap=True)
        table.add_column("count", justify="right", no_wrap=True)
        table.add_column("what")
        for (severity, code), findings in groups.items():
            rule = self.view.rules.get(code)
            table.add_row(
                visible(code),
                Text(severity.value, STYLES[severity]),
                f"{len(findings):,}",
                visible(rule.summary) if rule else "",
            )
        self.console.print(table)
        self.line()


def source_lines(workspace: Workspace, path: PurePosixPath) -> list[str]:
    """The file's lines, decoded as well as it can be; none for what is not a file of the tree."""
    if not workspace.exists(path):
        return []
    source = Source(path, workspace.read(path))
    try:
        return source.lines
    except SyntaxError:
        return source.data.decode("utf-8", "replace").splitlines()


def _cut(line: str) -> str:
    """The line, or the start of one that is data: nobody reads 100,000 characters."""
    return line if len(line) <= WIDEST else f"{line[:WIDEST]} … {len(line) - WIDEST:,} more characters"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list | tuple):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(item)}" for name, item in value.items())
    return str(value)
