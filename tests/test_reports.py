"""The tracker: what it says, that it says no more than is recorded, and that nobody's notes are lost."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
from goldens import check
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from migrate import reports
from migrate.errors import MigrateError
from migrate.ledger import Entry, bounded
from migrate.model import Location, Move, Redefinition, Refusal, Removal, Table, Verdict
from migrate.plan import Plan
from migrate.reports import keep_notes, render
from migrate.runs import Run
from migrate.tracker import STATES, Tracker, document

PLAN = Plan.model_validate(
    tomllib.loads("""
[project]
name = "tensor-kit 2.4"

[[phase]]
id = 1
title = "Critical duplicates"
severity = "critical"
effort = "3 days"
owner = "core team"
description = '''
Two modules hold the same precision code, and their enums have drifted apart.

- `ultra_precision` is kept
- the other one warns until 3.0
'''
  [[phase.step]]
  id = "1.1"
  title = "Merge the `ultra_precision` modules"
  codemod = "merge-modules"
  severity = "high"
  owner = "Ada"
  [[phase.step]]
  id = "1.2"
  title = "Give every bare handler a name"
  codemod = "fix-excepts"
  effort = "2 h"
  [[phase.step]]
  id = "1.3"
  title = "Delete the backup folder"
  codemod = "delete-path"

[[phase]]
id = 2
title = "Backends"
questions = ["Does the TPU backend still have users?"]
  [[phase.step]]
  id = "2.1"
  title = "One base for the memory managers"
  codemod = "merge-modules"
  [[phase.step]]
  id = "2.2"
  title = "Move the managers"
  codemod = "merge-modules"
  needs = ["2.1"]
  [[phase.step]]
  id = "2.3"
  title = "Merge the optimizers"
  codemod = "merge-modules"
  [[phase.step]]
  id = "2.4"
  codemod = "fix-excepts"
  title = "Handlers in the launcher"

[[phase]]
id = "late"
title = "Clean up"
available = false
  [[phase.step]]
  id = "3.1"
  title = "Split the engine class"
  codemod = "split-class"
  questions = ["Along which cluster?"]
  [[phase.step]]
  id = "3.2"
  title = "Take the compat modules away"
  codemod = "delete-path"
""")
)


def entry(step: str, codemod: str, findings: dict[str, int], lines: int, **more: Any) -> Entry:
    """A green step that left so many findings and lines."""
    verdicts = tuple(Verdict(name, True, "nothing lost") for name in ("parse", "imports", "api", "cycles", "tests"))
    metrics = {
        "lines": lines, "python_files": 40 - len(step), "classes": 61, "largest_class": {"name": "pkg.Engine", "lines": 729},
        "bare_excepts": findings.get("bare-except", 0), "duplicate_lines": findings.get("duplicate-class", 0) * 40,
        "findings_total": sum(findings.values()), "findings": findings,
    }  # fmt: skip
    found = next((s for _, s in PLAN.steps() if s.id == step), None)
    definition = PLAN.step_digest(found) if found else "-"
    return Entry(step, "apply", "1", codemod, "p", definition, "a", "b", verdicts=verdicts, metrics=metrics, **more)


BEFORE = entry("", "", {"bare-except": 14, "duplicate-class": 6, "import-cycle": 2, "todo": 30}, 9120).metrics
ENTRIES = (
    entry(
        "1.1", "merge-modules", {"bare-except": 14, "duplicate-class": 3, "import-cycle": 2, "todo": 29}, 8700,
        files={"src/pkg/precision.py": (40, 12), "src/pkg/next_gen/precision.py": (9, 410), "docs/logo.png": (-1, -1)},
        moves=(Move("pkg.next_gen.precision", "pkg.precision", "module", "compat"),
               Move("pkg.next_gen.precision.Allocator", "pkg.precision.Optimizer", "symbol", "nothing")),
        notes=("`PrecisionFormat` of both modules is one enum now",),
    ),
    entry(
        "1.2", "fix-excepts", {"bare-except": 2, "duplicate-class": 3, "import-cycle": 2, "todo": 29}, 8712,
        files={"src/pkg/engine.py": (12, 12)},
        refusals=(Refusal("catches-exit", "the body calls `sys.exit`, which a bare handler stops", "name `SystemExit` or let it through",
                          Location(PurePosixPath("src/pkg/engine.py"), 88)),),
    ),
    entry("1.3", "delete-path", {"bare-except": 2, "duplicate-class": 1, "import-cycle": 2, "todo": 21}, 8100,
          removals=(Removal("pkg.backup", "a copy of 2.2 that nothing imports"),)),
    entry("2.1", "merge-modules", {"bare-except": 1, "duplicate-class": 1, "import-cycle": 3, "todo": 21}, 8050,
          moves=(Move("pkg.precision", "pkg.core.precision", "module", "reexport"),)),
    replace(entry("2.1", "merge-modules", {"bare-except": 2, "duplicate-class": 1, "import-cycle": 2, "todo": 21}, 8100), action="undo"),
    entry("0.9", "delete-path", {"bare-except": 2, "duplicate-class": 1, "import-cycle": 2, "todo": 20}, 8090),
)  # fmt: skip
RUNS = {
    "2.3": Run("2.3", "red", verdicts=(
        Verdict("parse", True, "3 files compile"),
        Verdict("tests", False, "2 test ids no longer pass", ("tests/test_opt.py::test_step", "tests/test_opt.py::test_state[a|b]")),
    )),
    "2.4": Run("2.4", "refused", (
        Refusal("name-taken", "`log` is a local there", "rename it, or give `logger`", Location(PurePosixPath("src/pkg/launch.py"), 7)),
    )),
}  # fmt: skip
COMMITS = {
    "1.1": ("0123456789abcdef0123456789abcdef01234567", "2030-01-02T10:00:00+00:00", "1.1 Merge the modules"),
    "1.3": ("89abcdef0123456789abcdef0123456789abcdef", "2030-01-03T10:00:00+00:00", "1.3 Delete"),
}
WAITING = {
    "2.2": ("blocked", "needs 2.1"),
    "3.1": ("not available", "codemod `split-class` does not exist yet"),
    "3.2": ("not available", ""),
}
PLANNED = entry("", "", {"bare-except": 0}, 7900).metrics
TRACKER = Tracker(PLAN, ENTRIES, RUNS, COMMITS, WAITING, BEFORE, PLANNED)
FRESH = Tracker(PLAN)

NASTY = "a|b `c` <script>alert(1)</script> <!-- migrate:notes --> \"q\" 'r' {{ 7*7 }} {% x %} *e* _f_ [l](http://e) \\ # ; %%{init}%% ]-->"


def nasty(text: str) -> Tracker:
    """The same tracker with this text in every place that a person or a program could fill."""
    step = PLAN.phase[0].step[0].model_copy(update={"title": text, "effort": text, "owner": text, "questions": (text,)})
    phase = PLAN.phase[0].model_copy(
        update={
            "title": text,
            "description": f"Text {text}",
            "owner": text,
            "questions": (text,),
            "step": (step, *PLAN.phase[0].step[1:]),
        }
    )
    plan = PLAN.model_copy(
        update={"phase": (phase, *PLAN.phase[1:]), "project": PLAN.project.model_copy(update={"name": text})}
    )
    bad = replace(
        ENTRIES[0], codemod=text, files={text: (1, 1)}, moves=(Move(text, text),), removals=(Removal(text, text),),
        refusals=(Refusal(text, text, text, Location(PurePosixPath(text or "x"), 1, 1, text)),), notes=(text,),
        redefinitions=(Redefinition(text, text, text),), aside={text: text},
        tables=(Table(text, (text, text), ((text, 1),)), Table(text, (text,), ((text,),) * 7, 3)),
        verdicts=(Verdict(text, True, text),), metrics={**BEFORE, text or "x": 1, "findings": {text: 3}},
    )  # fmt: skip
    stranger = replace(bad, step=f"{text} stranger")
    runs = {
        "2.3": Run("2.3", "red", bad.refusals, (Verdict(text, False, text, (text,)),), lines=(text,), tables=bad.tables)
    }
    commits = {"1.1": (text, text, text), stranger.step: (text, text, text)}
    waiting = {"2.2": ("blocked", text)}
    return Tracker(plan, (bad, stranger), runs, commits, waiting, BEFORE, {"findings": {}, text or "x": 2})


@pytest.mark.parametrize(("form", "suffix"), [("markdown", "md"), ("html", "html"), ("json", "json")])
@pytest.mark.parametrize(("name", "tracker"), [("tracker", TRACKER), ("tracker.fresh", FRESH)])
def test_each_form_is_as_it_was_last_read(form: reports.Format, suffix: str, name: str, tracker: Tracker) -> None:
    text = render(tracker, form)
    assert text == render(tracker, form)
    check(f"{name}.{suffix}", text)


def test_only_what_the_ledger_holds_is_ticked() -> None:
    ticked = re.findall(r"^- \[x\] \*\*(.*?)\*\*", render(TRACKER, "markdown"), re.MULTILINE)
    assert ticked == ["1.1", "1.2", "1.3", "0.9"]
    assert "[x]" not in render(FRESH, "markdown")
    states = {step["id"]: step["state"] for phase in document(TRACKER)["phases"] for step in phase["steps"]}
    assert states == {
        "1.1": "green", "1.2": "green", "1.3": "green", "2.1": "undone", "2.2": "blocked",
        "2.3": "red", "2.4": "refused", "3.1": "not available", "3.2": "not available",
    }  # fmt: skip


def test_a_red_try_of_a_step_that_is_green_by_now_is_not_told() -> None:
    step = document(replace(TRACKER, runs={"1.1": RUNS["2.3"]}))["phases"][0]["steps"][0]
    assert (step["state"], [verdict["ok"] for verdict in step["verdicts"]]) == ("green", [True] * 5)


def test_a_commit_that_is_gone_is_called_squashed() -> None:
    text = render(TRACKER, "markdown")
    assert "`0123456789` 2030-01-02 · 3 files, +49 −422" in text
    assert "squashed · 1 file, +12 −12" in text


def test_a_step_that_the_plan_words_otherwise_by_now_says_so() -> None:
    edited = replace(ENTRIES[0], definition="other")
    text = render(replace(TRACKER, entries=(edited,)), "markdown")
    assert "the plan says something else since this step was carried out" in text


def test_a_name_that_moved_twice_is_shown_where_it_is_now() -> None:
    moves = {move["old"]: move["new"] for move in document(replace(TRACKER, entries=ENTRIES[:4]))["moves"]}
    assert moves["pkg.next_gen.precision.Allocator"] == "pkg.core.precision.Optimizer"


def test_every_number_has_its_difference_and_none_is_made_up() -> None:
    rows = {row["name"]: row for row in document(TRACKER)["metrics"]}
    assert (rows["lines"]["before"], rows["lines"]["now"], rows["lines"]["delta"]) == (9120, 8090, -1030)
    assert rows["lines"]["planned_delta"] == 7900 - 9120
    assert "god_classes" not in rows
    assert document(FRESH)["metrics"] == []


def test_the_history_tells_what_each_step_changed_by_code() -> None:
    history = document(TRACKER)["history"]
    assert [row["step"] for row in history] == ["", "1.1", "1.2", "1.3", "2.1", "2.1", "0.9"]
    assert history[1]["changes"] == {"duplicate-class": -3, "todo": -1}
    assert history[5]["changes"] == {"bare-except": 1, "import-cycle": -1}


STEP: dict[str, Any] = {
    "type": "object", "additionalProperties": False,
    "required": ["id", "title", "codemod", "state", "why", "needs", "severity", "effort", "owner", "questions", "commit", "squashed",
                 "edited_since", "verdicts", "files", "added", "removed", "notes", "tables", "aside"],
    "properties": {
        "aside": {"type": "array", "items": {"type": "object", "required": ["path", "why"]}},
        "state": {"enum": list(STATES)},
        "commit": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["id", "date", "subject"]}]},
        "verdicts": {"type": "array", "items": {"type": "object", "required": ["check", "ok", "summary", "evidence"]}},
        "files": {"type": "array", "items": {"type": "object", "required": ["path", "added", "removed"]}},
        "tables": {"type": "array", "items": {"type": "object", "required": ["title", "columns", "rows", "left_out", "figures"]}},
        **{key: {} for key in ("id", "title", "codemod", "why", "needs", "severity", "effort", "owner", "questions", "squashed",
                               "edited_since", "added", "removed", "notes")},
    },
}  # fmt: skip


def test_the_json_has_the_keys_that_its_page_documents() -> None:
    data = json.loads(render(TRACKER, "json"))
    for step in (step for phase in data["phases"] for step in phase["steps"]):
        jsonschema.Draft202012Validator(STEP).validate(step)
    page = (Path(__file__).parent.parent / "docs" / "tracker.md").read_text(encoding="utf-8")
    rows = [
        data["phases"][0],
        data["phases"][0]["steps"][0],
        data["metrics"][0],
        data["history"][0],
        data["moves"][0],
        data["by_hand"][0],
    ]
    keys = {*data, *(key for row in rows for key in row)}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


MEASURED = Table(
    "Members compared", ("member", "lines", "equal"), (("save", 1200, True), ("load|all", 3, False), ("x", None, None))
)


def test_what_a_codemod_measured_is_a_table_below_its_step_also_where_it_refused() -> None:
    long = Table("Lines", ("file", "lines"), tuple((f"f{n}.py", n) for n in range(50)))
    green = replace(ENTRIES[0], tables=(MEASURED, *bounded([long])))
    refused = {**RUNS, "2.4": replace(RUNS["2.4"], tables=(MEASURED,))}
    tracker = replace(TRACKER, entries=(green, *ENTRIES[1:]), runs=refused)
    page = as_html(render(tracker, "markdown"))
    for shown in (page, render(tracker, "html")):
        text = re.sub(r"<(\w+)[^>]*>", r"<\1>", shown)
        assert text.count("<td>save</td>") == 2
        assert re.search(r"<td>save</td>\s*<td>1,200</td>\s*<td>yes</td>", text)
        assert re.search(r"<td>x</td>\s*<td></td>\s*<td></td>", text)
        assert "<td>load|all</td>" in text
        assert "<td>f39.py</td>" in text
        assert "f40.py" not in text
        assert "… and 10 more" in text
    assert re.search(r"<details><summary>Lines \(50 rows\)</summary>\s*<table>", page)


# What others wrote is shown, never obeyed


def structure(page: str) -> list[str]:
    """The tags of an HTML page in order, without their texts."""

    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = sorted(name for name, _ in attrs)
            if tag != "code":  # a text may bring code spans of its own
                self.seen.append(f"{tag} {names}")

        def handle_comment(self, data: str) -> None:
            self.seen.append(f"<!--{data}-->")

    tags = Tags()
    tags.feed(page)
    tags.close()
    return tags.seen


def as_html(text: str) -> str:
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)


PLAIN = nasty("plain")


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "a\nb\r\n\n# c",
        "```\nx",
        "- x",
        "1. x",
        "===",
        "| --- |",
        "&lt;b&gt;",
        "\x1b[31m\u202e",
        "`",
        "``",
        "\\",
        "#quot;",
    ],
)
def test_hostile_text_changes_no_page(text: str) -> None:
    tracker = nasty(text.replace("\n\n", "\n"))
    assert structure(render(tracker, "html")) == structure(render(PLAIN, "html"))
    assert structure(as_html(render(tracker, "markdown"))) == structure(as_html(render(PLAIN, "markdown")))


@given(st.text(min_size=1).filter(str.strip))
def test_no_text_at_all_changes_the_notes_or_opens_a_tag(text: str) -> None:
    for form in ("markdown", "html"):
        page = render(nasty(text), form)  # type: ignore[arg-type]
        assert page.count("<!--") == 2
        assert "<script" not in page
        assert page.encode().count(reports.NOTES[0]) == 1


def diagrams(text: str) -> list[str]:
    return re.findall(r"^```mermaid\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


LABEL = r'"(?:[\w \-.,:/()+=%…→]|#\d+;|<br/>)*"'
FLOWCHART = re.compile(
    rf"flowchart LR\n(?:  p\d+\[{LABEL}\]:::[a-z_]+\n)+(?:  p\d+(?: --> p\d+)+\n)?(?:  classDef [a-z_]+ [#\w:,\- ]+\n)+\Z"
)
XYCHART = re.compile(
    r'%%\{init: \{"themeVariables": \{"xyChart": \{"backgroundColor": "transparent", "plotColorPalette": "#2f81f7"\}\}\}\}%%\n'
    r'xychart-beta\n  title "Findings after each step"\n'
    rf'  x-axis \[{LABEL}(?:, {LABEL})*\]\n  y-axis "findings" 0 --> \d+\n  line \[\d+(?:, \d+)*\]\n\Z'
)


@pytest.mark.parametrize(
    "tracker",
    [TRACKER, FRESH, nasty(NASTY), nasty("x" * 200)],
    ids=["usual", "fresh", "hostile", "long"],
)
def test_every_diagram_has_a_form_that_mermaid_was_seen_to_draw(tracker: Tracker) -> None:
    found = diagrams(render(tracker, "markdown"))
    assert found
    for diagram in found:
        assert FLOWCHART.match(diagram) or XYCHART.match(diagram), diagram


def test_a_chart_of_many_steps_keeps_the_first_and_the_last() -> None:
    history = [{"step": str(n), "action": "apply", "total": n} for n in range(500)]
    points = reports.chart(history)
    assert (len(points), points[0], points[-1]) == (reports.MOST_POINTS, ("0", 0), ("499", 499))
    assert reports.chart(history[:2]) == []


def test_many_phases_are_a_table_since_their_chart_would_be_too_small_to_read() -> None:
    text = render(replace(FRESH, plan=PLAN.model_copy(update={"phase": PLAN.phase * 4})), "markdown")
    assert diagrams(text) == []
    assert text.count("| 1: Critical duplicates | 0 of 3 | ⬜ open |") == 4


def test_the_html_needs_neither_network_nor_script() -> None:
    page = render(TRACKER, "html")
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://|\son\w+=", page)


# Notes


def test_notes_survive_byte_for_byte() -> None:
    first = keep_notes(render(FRESH, "markdown"), None, "MIGRATION.md")
    notes = "\r\n## Mine \r\n\r\n- [x] *done*\t\n<b>é</b>\x0c\n".encode() + b"\xff\n"
    edited = first.replace(b"<!-- migrate:notes -->\n", b"<!-- migrate:notes -->" + notes)
    after = keep_notes(render(TRACKER, "markdown"), edited, "MIGRATION.md")
    start, end = reports.NOTES
    assert after[after.index(start) : after.index(end)] == start + notes + b"\n"
    assert keep_notes(render(TRACKER, "markdown"), after, "MIGRATION.md") == after
    assert b"1.1" in after


@pytest.mark.parametrize(
    ("before", "complaint"),
    [
        (b"# Somebody's own file\n", "0 times"),
        (b"<!-- migrate:notes -->\nx\n", "`<!-- /migrate:notes -->` 0 times"),
        (b"x\n<!-- /migrate:notes -->\n", "`<!-- migrate:notes -->` 0 times"),
        (b"<!-- migrate:notes -->\nx\n<!-- migrate:notes -->\n<!-- /migrate:notes -->", "2 times (lines 1, 3)"),
        (b"<!-- /migrate:notes -->\nx\n<!-- migrate:notes -->\n", "comes before"),
        (b"<!-- migrate:notes-->\nx\n<!-- /migrate:notes -->\n", "0 times"),
    ],
)  # fmt: skip
def test_damaged_markers_are_refused_rather_than_text_lost(before: bytes, complaint: str) -> None:
    with pytest.raises(MigrateError) as error:
        keep_notes(render(FRESH, "markdown"), before, "MIGRATION.md")
    assert complaint in error.value.what
    assert "-o" in error.value.hint


def test_an_empty_file_has_no_notes_to_lose() -> None:
    assert keep_notes("text", b" \n", "MIGRATION.md") == b"text"


# Templates of one's own


def test_a_template_beside_the_plan_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "tracker.md.j2").write_text(
        "{{ project | md }}: {{ counts.green }}\n<!-- migrate:notes -->\n<!-- /migrate:notes -->\n"
    )
    assert render(TRACKER, "markdown", tmp_path).startswith("tensor-kit 2.4: 3\n")
    assert render(TRACKER, "html", tmp_path) == render(TRACKER, "html")


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ phases.append(1) }}",
        "{{ nothing_of_that_name }}",
        "{% include '../../secret' %}",
        "{% include '/etc/hostname' %}",
        "{% for x in phases %}",
        "{{ 1 | no_such_filter }}",
        "{{ range(999999999) | list }}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_reaches_nothing_and_a_broken_one_is_named(tmp_path: Path, template: str) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "tracker.md.j2").write_text(template)
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(MigrateError, match=r"reports/tracker\.md\.j2"):
        render(TRACKER, "markdown", tmp_path)


def test_a_template_without_a_place_for_notes_does_not_swallow_them() -> None:
    before = keep_notes(render(FRESH, "markdown"), None, "MIGRATION.md")
    with pytest.raises(MigrateError, match="no place for the notes"):
        keep_notes("a template of one's own", before, "MIGRATION.md")
