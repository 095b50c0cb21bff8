"""What `migrate analyze` answers in each format, and what its baseline lets through."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
from goldens import check
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from trees import Answer, Tree

from migrate import formats, markup, output
from migrate.analysis import findings as baseline
from migrate.analysis import fingerprinted, progress
from migrate.analysis.progress import Progress
from migrate.errors import MigrateError
from migrate.model import Finding, Location, Move, Rule, Severity
from migrate.workspace import Workspace

SOURCE = b'''"""A module."""

import os


class Reader:
    def read(self, path):
        try:
            return open(path).read()
        except:
            pass
\treturn None  # a tab, an escape \x1b[31m, and a line so long that no terminal of eighty columns could ever show it whole
'''
HOSTILE = "**bold** | <script>alert(1)</script> `x` ![i](j) {0} \x1b[31m\u202e [l](http://e.org) \\ & _a_ $x$"
RULES = {
    rule.code: rule
    for rule in (
        Rule("bare-except", "A handler that catches everything"),
        Rule("clone", "The same statements in several places", Severity.ERROR),
        Rule("todo", "A comment that puts something off | until later", Severity.INFO),
    )
}


def at(path: str, line: int = 1, end: int = 0, symbol: str = "") -> Location:
    return Location(PurePosixPath(path), line, end, symbol)


PASSES = "`except:` catches everything and passes; the one who waits for an answer will wait in vain"
FINDINGS = fingerprinted([
    Finding("clone", "4 lines in `2` places", (at("src/a b.py", 6, 11, "pkg.Reader"), at("src/é.py", 6, 11, "pkg.Reader")),
            "text", Severity.ERROR, {"lines": 4, "ratio": 0.123456}),
    Finding("bare-except", PASSES, (at("src/a b.py", 10, 11, "pkg.Reader.read"),), "pkg.Reader.read"),
    Finding("todo", HOSTILE, (at("src/a b.py", 12),), "todo", Severity.INFO),
    Finding("bare-except", "in a file that is not there", (at("gone/x.py", 3),), "gone"),
])  # fmt: skip


@pytest.fixture
def view(tmp_path: Path) -> formats.View:
    (tmp_path / "src").mkdir()
    for name in ("a b.py", "é.py"):
        (tmp_path / "src" / name).write_bytes(SOURCE)
    return formats.View(FINDINGS, Workspace(tmp_path), RULES, files=2)


@pytest.mark.parametrize(
    ("name", "suffix"), [("text", "txt"), ("json", "json"), ("sarif", "sarif"), ("markdown", "md")]
)
def test_each_format_is_as_it_was_last_read(view: formats.View, name: formats.Format, suffix: str) -> None:
    check(f"analyze.{suffix}", formats.render(name, view))


def test_the_text_for_a_terminal_is_as_it_was_last_read(view: formats.View, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COLUMNS": "60", "TERM": "xterm-256color", "COLORTERM": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    check("analyze.ansi.txt", formats.render("text", view, terminal=True))


def test_one_finding_explained_is_as_it_was_last_read(view: formats.View) -> None:
    cures = {"extract-function": "Make one function of the copies."}
    check("explain.txt", formats.explain("text", view, FINDINGS[0], cures))


def test_no_color_leaves_no_colour(view: formats.View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    text = formats.render("text", view, terminal=True)
    assert "\x1b[31m" not in text
    assert "\x1b[1;31m" not in text


def test_the_text_for_a_terminal_stays_within_its_width(view: formats.View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", formats.render("text", view, terminal=True)).splitlines()
    assert max(map(len, lines)) <= 60


def test_no_text_steers_the_terminal_or_hides_what_it_says(view: formats.View) -> None:
    text = formats.render("text", view)
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert "\u202e" not in text
    assert r"\x1b[31m" in text


def test_the_limit_counts_what_it_does_not_show(view: formats.View) -> None:
    text = formats.render("text", view, limit=1)
    assert "… 1 more: migrate analyze --select bare-except --limit 0" in text
    assert "everything and passes" not in text
    assert "everything and passes" in formats.render("text", view, limit=0)


def test_json_holds_every_place_with_forward_slashes(view: formats.View) -> None:
    data = json.loads(formats.render("json", view))
    assert data["version"] == 1
    assert data["summary"] == {"error": 1, "warning": 2, "info": 1, "codes": {"bare-except": 2, "clone": 1, "todo": 1}}
    assert [place["path"] for place in data["findings"][0]["locations"]] == ["src/a b.py", "src/é.py"]
    assert data["findings"][0]["locations"][0] == {
        "path": "src/a b.py",
        "line": 6,
        "end_line": 11,
        "symbol": "pkg.Reader",
    }


def test_the_json_has_the_keys_that_its_page_documents(view: formats.View) -> None:
    gone = (baseline.Known("todo", ("a.py",), "0"),)
    data = json.loads(formats.render("json", replace(view, compared=True, known=3, fixed=gone)))
    page = (Path(__file__).parent.parent / "docs" / "analyze.md").read_text(encoding="utf-8")
    finding = data["findings"][0]
    rows = (data, data["tool"], data["baseline"], data["baseline"]["fixed"][0], finding, finding["locations"][0])
    assert [key for row in rows for key in row if f"`{key}`" not in page] == []


# Written from the text of SARIF 2.1.0 (sections 3.13 to 3.52), for the properties that we use and no others.
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
MESSAGE: dict[str, Any] = {
    "type": "object", "required": ["text"], "additionalProperties": False, "properties": {"text": TEXT, "markdown": TEXT},
}  # fmt: skip
LEVEL: dict[str, Any] = {"enum": ["none", "note", "warning", "error"]}
PHYSICAL: dict[str, Any] = {
    "type": "object", "required": ["artifactLocation", "region"], "additionalProperties": False,
    "properties": {
        "artifactLocation": {
            "type": "object", "required": ["uri", "uriBaseId"], "additionalProperties": False,
            "properties": {
                "uri": {"type": "string", "pattern": r"^(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$"},
                "uriBaseId": {"const": "%SRCROOT%"},
            },
        },
        "region": {
            "type": "object", "required": ["startLine", "endLine"], "additionalProperties": False,
            "properties": {"startLine": {"type": "integer", "minimum": 1}, "endLine": {"type": "integer", "minimum": 1}},
        },
    },
}  # fmt: skip
LOCATION: dict[str, Any] = {
    "type": "object", "required": ["physicalLocation"], "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "physicalLocation": PHYSICAL,
        "message": MESSAGE,
        "logicalLocations": {
            "type": "array", "uniqueItems": True, "minItems": 1,
            "items": {
                "type": "object", "required": ["fullyQualifiedName"], "additionalProperties": False,
                "properties": {"fullyQualifiedName": TEXT},
            },
        },
    },
}  # fmt: skip
SARIF: dict[str, Any] = {
    "type": "object", "required": ["$schema", "version", "runs"], "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
            "type": "object", "required": ["tool", "results"], "additionalProperties": False,
            "properties": {
                "tool": {"type": "object", "required": ["driver"], "additionalProperties": False, "properties": {"driver": {
                    "type": "object", "required": ["name", "semanticVersion", "rules"], "additionalProperties": False,
                    "properties": {
                        "name": TEXT,
                        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object", "additionalProperties": False,
                            "required": ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"],
                            "properties": {
                                "id": TEXT, "shortDescription": MESSAGE, "fullDescription": MESSAGE, "help": MESSAGE,
                                "defaultConfiguration": {"type": "object", "additionalProperties": False, "properties": {"level": LEVEL}},
                                "properties": {
                                    "type": "object", "properties": {"tags": {"type": "array", "uniqueItems": True, "items": TEXT}},
                                },
                            },
                        }},
                    },
                }}},
                "invocations": {"type": "array", "items": {
                    "type": "object", "required": ["executionSuccessful"], "additionalProperties": False,
                    "properties": {"executionSuccessful": {"type": "boolean"}},
                }},
                "originalUriBaseIds": {"type": "object", "additionalProperties": {
                    "type": "object", "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": "/$"}, "uriBaseId": TEXT, "description": MESSAGE},
                }},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {
                    "type": "object", "required": ["message", "ruleId", "level", "locations"], "additionalProperties": False,
                    "properties": {
                        "ruleId": TEXT, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL, "message": MESSAGE,
                        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
                        "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
                        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
                        "properties": {"type": "object"},
                    },
                }},
            },
        }},
    },
}  # fmt: skip


@pytest.mark.parametrize("compared", [False, True])
def test_sarif_is_what_the_standard_allows(view: formats.View, compared: bool) -> None:
    log = json.loads(formats.render("sarif", replace(view, compared=compared)))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["migrateFinding/v1"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            region = location["physicalLocation"]["region"]
            assert region["startLine"] <= region["endLine"]
        ids = [other["id"] for other in result.get("relatedLocations", ())]
        assert ids == sorted(set(ids))


def test_sarif_of_a_clone_relates_its_other_places_and_encodes_paths(view: formats.View) -> None:
    clone = json.loads(formats.render("sarif", view))["runs"][0]["results"][0]
    assert clone["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/a%20b.py"
    assert clone["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/%C3%A9.py"


def test_sarif_doubles_braces_since_single_ones_are_placeholders(view: formats.View) -> None:
    results = json.loads(formats.render("sarif", view))["runs"][0]["results"]
    assert "{{0}}" in next(result["message"]["text"] for result in results if result["ruleId"] == "todo")


def test_a_name_that_is_not_utf_8_passes_through_every_format(view: formats.View) -> None:
    odd = Finding("skipped-file", "its name \udcff", (at(os.fsdecode(b"src/\xff.py")),), "x", Severity.INFO)
    for name in ("text", "json", "sarif", "markdown"):
        formats.render(name, replace(view, findings=(odd,))).encode()
    log = json.loads(formats.render("sarif", replace(view, findings=(odd,))))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/%FF.py"


def test_markdown_shows_hostile_text_as_text(view: formats.View) -> None:
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(formats.render("markdown", view))
    assert "<script>" not in page
    assert "<img" not in page
    assert "<a " not in page
    assert "**bold** | &lt;script&gt;alert(1)&lt;/script&gt; <code>x</code>" in page


def test_markdown_fits_into_a_comment(view: formats.View) -> None:
    many = tuple(replace(FINDINGS[1], message="m" * 200, fingerprint=str(number)) for number in range(2000))
    text = formats.render("markdown", replace(view, findings=many))
    assert len(text) < 65_536
    assert "… and 1," in text


@given(st.text())
def test_markdown_of_any_text_is_that_text_and_no_markup(text: str) -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).render(f"x {markup.markdown(text)} y")
    bare = page.replace("<code>", "`").replace("</code>", "`")
    assert bare.startswith("<p>x ")
    assert bare.count("<") == 2


@given(st.lists(st.text(alphabet="ab`|<>&*_\\ \n"), min_size=2, max_size=2))
def test_code_stays_in_its_cell_of_a_table(cells: list[str]) -> None:
    row = " | ".join(markup.code(cell) or "x" for cell in cells)
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(f"| a | b |\n| --- | --- |\n| {row} |\n")
    assert page.count("<td>") == 2


# The baseline


def found(*counts: tuple[str, int], code: str = "clone") -> tuple[Finding, ...]:
    """One group of clones for each text, with so many places."""
    return fingerprinted(
        Finding(code, f"{n} places", tuple(at(f"m{number}.py", 1, 9, f"f{number}") for number in range(n)), text)
        for text, n in counts
    )


def kept(findings: tuple[Finding, ...]) -> tuple[baseline.Known, ...]:
    return baseline.loads(baseline.dumps(baseline.remember(findings)), "baseline.json")


def test_what_the_baseline_knows_is_not_new() -> None:
    before = found(("a", 2), ("b", 3))
    assert baseline.compare(before, kept(before)) == baseline.Comparison((), 2, ())


def test_a_shift_of_lines_is_not_new() -> None:
    before = found(("a", 2))
    shifted = tuple(
        replace(one, locations=tuple(replace(place, line=place.line + 7, end_line=16) for place in one.locations))
        for one in before
    )
    assert baseline.compare(shifted, kept(before)).new == ()


def test_a_further_copy_of_a_known_clone_is_new_and_shown_first() -> None:
    (new,) = baseline.compare(found(("a", 3)), kept(found(("a", 2)))).new
    assert new.where.symbol == "f2"
    assert new.message == "3 places (2 of these places were known)"


def test_a_second_finding_of_the_same_thing_in_the_same_place_is_new() -> None:
    one = Finding("bare-except", "m", (at("a.py", 3, 4, "f"),), "f")
    two = replace(one, locations=(at("a.py", 9, 10, "f"),))
    compared = baseline.compare(fingerprinted([one, two]), kept(fingerprinted([one])))
    assert (len(compared.new), compared.known, compared.fixed) == (1, 1, ())


def test_the_same_thing_in_another_file_is_the_one_that_is_new() -> None:
    one = Finding("todo", "m", (at("b.py", 3),), "same text")
    other = replace(one, locations=(at("a.py", 3),))
    (new,) = baseline.compare(fingerprinted([one, other]), kept(fingerprinted([one]))).new
    assert new.where.path == PurePosixPath("a.py")


def test_what_has_gone_is_mentioned_in_whole_and_in_part() -> None:
    compared = baseline.compare(found(("b", 1)), kept(found(("a", 2), ("b", 3))))
    assert compared.new == ()
    assert [item.places for item in compared.fixed] == [("m0.py::f0", "m1.py::f1"), ("m1.py::f1", "m2.py::f2")]


def test_the_baseline_survives_a_recorded_move() -> None:
    before = fingerprinted([Finding("god-class", "m", (at("src/pkg/a.py", 3, 9, "pkg.a.Big"),), "pkg.a.Big")])
    after = fingerprinted(
        [Finding("god-class", "m", (at("src/pkg/core/b.py", 30, 36, "pkg.core.b.Big"),), "pkg.core.b.Big")]
    )
    moves = (Move("pkg.a", "pkg.b", "module"), Move("pkg.b", "pkg.core.b", "module"))
    assert baseline.compare(after, kept(before)).new == after
    compared = baseline.compare(after, kept(before), moves, ("src",))
    assert compared == baseline.Comparison((), 1, ())
    assert baseline.compare(after, kept(before), (Move("pkg.a.Bi", "pkg.core.b.Bi"),), ("src",)).new == after


def test_a_move_does_not_excuse_a_second_finding_at_the_new_place() -> None:
    before = fingerprinted([Finding("todo", "m", (at("a.py", 3, symbol="f"),), "a.f")])
    there = [
        Finding("todo", "m", (at("b.py", 3, symbol="f"),), "b.f"),
        Finding("todo", "m", (at("b.py", 3, symbol="f"),), "b.f other"),
    ]
    assert len(baseline.compare(fingerprinted(there), kept(before), (Move("a.f", "b.f"),), ("",)).new) == 1


def test_the_baseline_file_is_one_line_a_thing_and_the_same_in_any_order() -> None:
    before = found(("a", 2), ("b", 3))
    text = baseline.dumps(baseline.remember(before))
    assert text == baseline.dumps(baseline.remember(tuple(reversed(before))))
    assert len(text.splitlines()) == 4
    assert json.loads(text)["version"] == 1
    assert baseline.loads(baseline.dumps(()), "x") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 9, "findings": []}',
        '{"version": 1, "findings": [{"code": 1}]}',
        '{"version": 1, "findings": 3}',
    ],
)
def test_a_file_that_is_no_baseline_is_named_with_what_to_type(text: str) -> None:
    with pytest.raises(MigrateError, match=r"base\.json.*baseline") as error:
        baseline.loads(text, "base.json")
    assert "--write-baseline base.json" in error.value.hint


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=6),
)
def test_new_known_and_fixed_add_up(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> None:
    compared = baseline.compare(found(*after), kept(found(*before)))
    assert len(compared.new) + compared.known == len(after)
    total = {text: sum(n for name, n in before if name == text) for text in "abc"}
    for text in "abc":
        now = sum(n for name, n in after if name == text)
        new = any(finding.identity == text for finding in compared.new)
        assert new == (now > total[text])


# The command


ANALYZER = '''"""Finds bare handlers."""
import ast
from dataclasses import dataclass
from migrate.analyzers import Analyzer
from migrate.model import Finding, Location, Rule, Severity

@dataclass(frozen=True)
class Choice:
    severity: str = "warning"

class Bare(Analyzer):
    Options = Choice
    rules = (Rule("bare", "A bare handler"), Rule("module", "A module that has some", Severity.INFO))
    def collect(self, source):
        return [[node.lineno, node.end_lineno] for node in source.nodes(ast.ExceptHandler) if node.type is None] or None
    def conclude(self, facts, workspace):
        for path, rows in facts.items():
            for first, last in rows:
                yield Finding("bare", "catches everything", (Location(path, first, last),), str(path), Severity(self.options.severity))
            yield Finding("module", "has some", (Location(path),), str(path), Severity.INFO)
'''
BARE = "try:\n    x = 1\nexcept:\n    pass\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIGRATE_CACHE", str(tmp_path.parent / f"{tmp_path.name}.cache"))
    for name, text in {
        "migration.toml": '[project]\nname = "P"\n',
        "analyzers/bare.py": ANALYZER,
        "pkg/a.py": BARE,
        "pkg/sub/b.py": BARE,
        "c.py": "x = 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def migrate(folder: Path, *arguments: str) -> Answer:
    return Tree(folder).migrate("analyze", *arguments)


def places(answer: Answer) -> list[str]:
    return [f"{f['code']} {f['locations'][0]['path']}" for f in json.loads(answer.out)["findings"]]


def test_findings_at_the_limit_make_the_answer_no(project: Path) -> None:
    for limit, code in {"error": 0, "warning": 1, "info": 1, "never": 0}.items():
        assert migrate(project, "--select", "bare", "--fail-on", limit).code == code
    assert migrate(project, "--select", "module").code == 0


def test_an_analyzer_beside_the_plan_is_found_and_its_options_are_read(project: Path) -> None:
    (project / "migration.toml").write_text(
        '[project]\nname = "P"\n[analyze]\nexclude = ["pkg/sub"]\n[analyze.bare]\nseverity = "error"\n'
    )
    answer = migrate(project, "--select", "bare", "--format", "json")
    assert places(answer) == ["bare pkg/a.py", "module pkg/a.py"]
    assert json.loads(answer.out)["summary"]["error"] == 1


def test_paths_narrow_what_is_reported_from_where_one_stands(project: Path) -> None:
    assert places(migrate(project, "--select=bare", "--format=json", "pkg/sub")) == [
        "bare pkg/sub/b.py",
        "module pkg/sub/b.py",
    ]
    assert places(migrate(project / "pkg", "--select=bare", "--format=json", "a.py")) == [
        "bare pkg/a.py",
        "module pkg/a.py",
    ]
    for path, complaint in {"../..": "outside the project", "pkg/aa.py": "did you mean `pkg/a.py`"}.items():
        answer = migrate(project, path)
        assert (answer.code, complaint in answer.err) == (2, True)


def test_select_takes_names_and_codes_and_answers_a_wrong_one_with_the_nearest(project: Path) -> None:
    assert places(migrate(project, "--select", "module", "--format", "json")) == [
        "module pkg/a.py",
        "module pkg/sub/b.py",
    ]
    answer = migrate(project, "--select", "modul,bare")
    assert answer.code == 2
    assert answer.err.startswith("no analyzer and no code is called `modul`\n  did you mean `module`")


def test_only_what_is_new_fails_against_a_baseline(project: Path) -> None:
    kept = migrate(project, "--select=bare", "--write-baseline", "base.json")
    assert (kept.code, kept.out) == (0, "")
    assert migrate(project, "--select=bare", "--baseline", "base.json").code == 0
    (project / "c.py").write_text(BARE)
    answer = migrate(project, "--select=bare", "--baseline=base.json", "--format=json")
    assert (answer.code, places(answer)) == (1, ["bare c.py", "module c.py"])
    (project / "pkg/a.py").write_text("x = 1\n")
    assert "2 entries of the baseline no longer found" in migrate(project, "--select=bare", "--baseline=base.json").out


def test_explain_takes_the_start_of_a_fingerprint(project: Path) -> None:
    fingerprint = json.loads(migrate(project, "--select=bare", "--format=json").out)["findings"][0]["fingerprint"]
    answer = migrate(project, "--explain", fingerprint[:6])
    assert answer.code == 0
    assert "▌ 3 │ except:" in answer.out
    assert "what to do" in answer.out
    assert migrate(project, "--explain", "zz").code == 2


def test_output_goes_whole_into_a_file_and_nothing_else_is_written(project: Path) -> None:
    before = sorted(path for path in project.rglob("*") if path.is_file())
    answer = migrate(project, "--select=bare", "--no-cache", "-o", "report.sarif", "--format=sarif")
    assert (answer.code, answer.out) == (1, "")
    jsonschema.Draft202012Validator(SARIF).validate(json.loads((project / "report.sarif").read_text()))
    after = [path for path in project.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sorted(after) == sorted([*before, project / "report.sarif"])
    assert migrate(project, "-o", "no/such/folder.txt").code == 2


def test_json_costs_no_import_of_what_only_people_need(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BARE)
    code = (
        "import sys, migrate.cli as c; c.cli.main(['-C', sys.argv[1], 'analyze', '--format', 'json', '--no-cache'], standalone_mode=False);"
        "print([m for m in ('rich', 'pydantic', 'jinja2', 'libcst', 'git') if m in sys.modules], file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert answer.stderr == "[]\n"


def test_progress_is_shown_only_on_a_terminal_after_a_while_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Progress("analyzing") as quick:
            quick(1, 2)
        monkeypatch.setattr(progress, "PATIENCE", 0)
        with Progress("analyzing") as slow:
            slow(1_000, 2_000)
    seen = b""
    with contextlib.suppress(OSError):  # a terminal whose other end is closed answers with an error when it is empty
        while part := os.read(ours, 1000):
            seen += part
    os.close(ours)
    assert seen.decode() == "\r\x1b[Kanalyzing 1,000 of 2,000 files\r\x1b[K"


def test_a_file_is_written_whole_through_a_symlink_and_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    output.write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]
    output.write(Path("/dev/null"), b"new")
    assert not Path("/dev/null").is_file()
