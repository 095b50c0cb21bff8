"""The door to `reports/`: fills the templates of the tracker, and keeps the notes that people wrote into it."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from migrate import markup
from migrate.errors import MigrateError
from migrate.home import HOME
from migrate.ledger import NOTES
from migrate.model import Json
from migrate.tracker import STATES, Tracker, document

Format = Literal["markdown", "html", "json"]
TEMPLATES = {"markdown": "tracker.md.j2", "html": "tracker.html.j2"}

SIGNS = {
    "green": "✅", "partial": "🔶", "red": "❌", "failed": "❌", "refused": "✋", "stale": "⚠️", "undone": "↩️",
    "due": "⬜", "blocked": "⛔", "not due": "⏳", "not available": "🚧", "under way": "🔶", "open": "⬜",
}  # fmt: skip
WORDS = {"due": "open", "partial": "landed in part", "not available": "not yet available", "not due": "not due yet"}
"""States as a reader reads them, where that differs."""
HEADLINES = {"lines": "lines of Python", "duplicate_lines": "duplicate lines", "findings_total": "findings"}
"""Metrics that the summary tells, if they have changed."""
MOST_POINTS = 24
"""So many columns of a chart can still be told apart."""


def render(tracker: Tracker, form: Format, beside: Path | None = None) -> str:
    """The tracker as text: the same tracker gives the same text. `beside` is a folder whose `reports/` overrides ours.

    A template gets plain data and the filters below, and reaches nothing else. Raises MigrateError, naming the template
    and its line, for one that cannot be filled.
    """
    facts = document(tracker)
    if form == "json":
        return json.dumps(facts, indent=1, ensure_ascii=True) + "\n"
    name = TEMPLATES[form]
    environment = _environment(form, beside)
    if not (beside and (beside / "reports" / name).is_file()):
        return markup.unicode(environment.get_template(name).render(facts))
    try:
        return markup.unicode(environment.get_template(name).render(facts))
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error, name)
        raise MigrateError(
            f"{beside / 'reports' / name}:{line}: {error}", "mend the template, or take it away to get ours back"
        ) from error


def _line_of(error: Exception, template: str) -> int:
    """The template's line that raised; Jinja puts it into the traceback."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(template)]
    return (frames[-1].lineno or 0) if frames else 0


@lru_cache(maxsize=8)
def _environment(form: Format, beside: Path | None) -> ImmutableSandboxedEnvironment:
    html = form == "html"
    folders = [*([beside / "reports"] if beside else []), HOME / "reports"]
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_one_line,
    )
    environment.filters.update(
        md=markup.markdown,
        code=markup.code,
        mermaid=markup.mermaid,
        prose=lambda text: Markup(markup.prose(text)),
        paragraphs=lambda text: Markup(_paragraphs_html(text) if html else _paragraphs(text)),
        cell=markup.cell_text,
        number=number,
        signed=signed,
        change=change,
        percent=lambda part, of: f"{part / of:.0%}",
        counted=lambda n, one: f"{n:,} {one}{'' if n == 1 else 's'}",
        highest=lambda points: max(max(total for _, total in points), 1),
        people=people,
        checks=checks,
        sign=SIGNS.__getitem__,
        word=lambda state: WORDS.get(state, state),
        bar=bar,
        chart=chart,
        burndown=burndown,
        fenced=_fenced_html if html else _fenced,
        summary=summary,
        worklist_summary=worklist_summary,
        list_of=list_of,
    )
    return environment


def _one_line(value: object) -> object:
    """Text that no filter has handled is at least one line, and nothing in it is invisible."""
    return markup.one_line(value) if type(value) is str and "\n" in value else value


def summary(facts: Mapping[str, Json]) -> str:
    """One sentence: how many steps are green, and what has become of the others. Then what that has changed, if anything."""
    counts, steps = facts["counts"], facts["steps"]
    if not steps:
        return "The plan has no steps."
    others = list_of({state: n for state, n in counts.items() if state != "green"})
    green = f"{counts['green']} of {steps} {'step is' if steps == 1 else 'steps are'} green"
    rows = {row["name"]: row for row in facts["metrics"]}
    changed = [
        f"{label} {change(rows[name]['delta'], rows[name]['before'])}"
        for name, label in HEADLINES.items()
        if name in rows and rows[name]["delta"]
    ]
    return f"{green}{'; ' if others else ''}{others}." + (f" Since the start: {', '.join(changed)}." if changed else "")


def list_of(counts: Mapping[str, int]) -> str:
    """`2 red, 1 refused, 9 not yet available`: what there is any of, in the order of the states."""
    return ", ".join(f"{counts[state]} {WORDS.get(state, state)}" for state in STATES if counts.get(state))


def bar(done: int, of: int, width: int = 24) -> str:
    """Progress in text; full only when all is done, and empty only when nothing is."""
    filled = done * width // of if of else 0
    return "█" * max(filled, int(done > 0)) + "░" * (width - max(filled, int(done > 0)))


def number(value: float | None) -> str:
    """`1,234`, `0.5`, and nothing for what was not measured."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def signed(value: float | None) -> str:
    """`+12`, `−3`, `±0`; nothing for what is not known."""
    if value is None:
        return ""
    return "±0" if not value else ("+" if value > 0 else "−") + number(abs(value))


def change(delta: float | None, of: float | None) -> str:
    """A difference, and in per cent of what there was; nothing for what is not known."""
    per_cent = f" ({'+' if delta > 0 else '−'}{abs(delta) / of:.0%})" if delta and of else ""
    return signed(delta) + per_cent


def people(item: Mapping[str, Json]) -> list[str]:
    """Severity, effort and owner of a phase or a step, as far as the plan tells them. The texts are still to be escaped."""
    named = {"severity": "", "effort": "effort ", "owner": "owner "}
    return [prefix + item[key] for key, prefix in named.items() if item[key]]


def checks(verdicts: Sequence[Mapping[str, Json]]) -> str:
    """`parse ✓, tests ✗`, for Markdown."""
    return ", ".join(f"{markup.markdown(verdict['check'])} {'✓' if verdict['ok'] else '✗'}" for verdict in verdicts)


def chart(history: Sequence[Mapping[str, Json]]) -> list[tuple[str, int]]:
    """(label, findings) of every point of time, or of evenly chosen ones with the first and the last; fewer than three: none."""
    points = [
        (f"undo {row['step']}" if row["action"] == "undo" else row["step"] or "before", row["total"]) for row in history
    ]
    return _readable(points)


def _readable(points: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """As many points as a chart can show; none where a sentence says as much."""
    if len(points) < 3:
        return []
    if len(points) > MOST_POINTS:
        chosen = sorted({round(i * (len(points) - 1) / (MOST_POINTS - 1)) for i in range(MOST_POINTS)})
        points = [points[i] for i in chosen]
    return points


def burndown(history: Sequence[Mapping[str, Json]]) -> list[tuple[str, int]]:
    """(commit, things left to do or to do by hand) along a worklist's history; fewer than three: none. No label comes twice."""
    return _readable([(row["commit"][:7], row["counts"]["todo"] + row["counts"]["by hand"]) for row in history])


def worklist_summary(listed: Mapping[str, Json]) -> str:
    """`3 of 12 are done; 8 todo, 1 by hand, 2 excluded.` What is excluded is not counted in the first two."""
    told = listed["counts"]
    wanted = listed["total"] - told["excluded"]
    rest = ", ".join(f"{told[status]} {status}" for status in ("todo", "by hand", "excluded") if told[status])
    return f"{told['done']} of {wanted} {'is' if wanted == 1 else 'are'} done{'; ' if rest else ''}{rest}."


def _fenced(lines: Sequence[str], file: str) -> str:
    """A block of code for Markdown; no run of backticks in it can end it."""
    text = "\n".join(markup.visible(line) for line in lines)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    suffix = file.rpartition(".")[2]
    language = (
        "cpp" if suffix in ("cpp", "cc", "cxx", "hpp", "hh", "h", "cu", "inl") else suffix if suffix.isalnum() else ""
    )
    return Markup(f"{fence}{language}\n{text}\n{fence}")


def _fenced_html(lines: Sequence[str], file: str) -> str:
    """The same for HTML."""
    return Markup("<pre><code>{}</code></pre>").format("\n".join(markup.visible(line) for line in lines))


def _blocks(text: str) -> list[list[str]]:
    """Paragraphs of one line each, and lists of several: blank lines divide, `-` or `*` begins an item."""
    blocks: list[list[str]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        items = re.split(r"(?m)^\s*[-*]\s+", block)
        if items[0].strip():
            blocks.append([items[0]])
        if items[1:]:
            blocks.append(["", *items[1:]])
    return blocks


def _paragraphs(text: str) -> str:
    lines = []
    for first, *items in _blocks(text):
        lines += [f"* {markup.markdown(item)}" for item in items] if items else [markup.markdown(first)]
        lines.append("")
    return "\n".join(lines)


def _paragraphs_html(text: str) -> str:
    shown = []
    for first, *items in _blocks(text):
        listed = "".join(f"<li>{markup.prose(item)}</li>" for item in items)
        shown.append(f"<ul>{listed}</ul>" if items else f"<p>{markup.prose(first)}</p>")
    return "\n".join(shown)


def keep_notes(rendered: str, before: bytes | None, name: str) -> bytes:
    """The new text with the notes of the file as it was, byte for byte. Raises MigrateError rather than lose a word."""
    after = rendered.encode()
    if before is None or not before.strip():
        return after
    start, end = NOTES
    for mark in NOTES:
        if (count := before.count(mark)) != 1:
            lines = [str(n) for n, line in enumerate(before.splitlines(), 1) if mark in line]
            where = f" (lines {', '.join(lines)})" if lines else ""
            raise MigrateError(
                f"{name} holds `{mark.decode()}` {count} times{where}, and notes are kept between one pair",
                f"restore the pair {start.decode()} … {end.decode()}, or write elsewhere with -o",
            )
    if before.index(end) < before.index(start):
        raise MigrateError(
            f"{name}: `{end.decode()}` comes before `{start.decode()}`",
            "put the notes between them again, or write elsewhere with -o",
        )
    if after.count(start) != 1 or after.count(end) != 1 or after.index(end) < after.index(start):
        raise MigrateError(
            f"the template leaves no place for the notes in {name}",
            f"a template has `{start.decode()}` and `{end.decode()}` once each",
        )
    notes = before[before.index(start) : before.index(end)]
    return after[: after.index(start)] + notes + after[after.index(end) :]
