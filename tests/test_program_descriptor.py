"""program-descriptor: what a table may say, how new code is laid out, and that nothing that is thrown at it breaks it."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from pydantic import ValidationError
from trees import REPO

from migrate import codemods
from migrate.cpp.source import CppFile
from migrate.model import Location, Outcome
from migrate.refactoring.descriptors.api import Api, fill
from migrate.refactoring.descriptors.finding import groups_of
from migrate.refactoring.descriptors.layout import Layout, layout_of
from migrate.refactoring.descriptors.scene import Scene
from migrate.refactoring.descriptors.text import Text
from migrate.refactoring.descriptors.types import Types
from migrate.workspace import Workspace

EXAMPLE = REPO / "examples/program_factories"
TABLE = tomllib.loads((EXAMPLE / "host_api.toml").read_text())


def convert(workspace: Workspace, **options: object) -> Outcome:
    return codemods.make("program-descriptor", {"api": "host_api.toml", **options}).run(workspace)


WRONG = [
    ({"calls": [{"name": "f", "takes": ["program"]}]}, "needs either `record` or `becomes`"),
    ({"calls": [{"name": "f", "takes": ["a"], "becomes": "g({a});"}]}, "takes no `program`"),
    ({"calls": [{"name": "f", "takes": ["program", "a"], "becomes": "g({b});"}]}, "has no parameter `b`"),
    ({"calls": [{"name": "f", "takes": ["program"], "record": "Nothing"}]}, "none of `records`"),
    ({"calls": [{"name": "f", "takes": ["program"], "record": "CBDescriptor", "fields": {"x": "1"}}]}, "no such field"),
    (
        {"calls": [{"name": "f", "takes": ["program"], "record": "SemaphoreDescriptor"}]},
        "does not give the `core_ranges` that the value of `SemaphoreDescriptor` needs",
    ),
    ({"calls": [{"name": "f", "takes": ["program"], "becomes": "g();", "types": {"core": []}}]}, "no parameter `core`"),
    (
        {"calls": [{"name": "f", "takes": ["program"], "record": "CBDescriptor", "elements": {"x": {}}}]},
        "none of `elements`",
    ),
    ({"configs": {"C": {"makes": "CBDescriptor", "settings": {"a": {"pairs": "buffer"}}}}}, "none of `elements`"),
    (
        {
            "configs": {
                "C": {
                    "makes": "CBDescriptor",
                    "settings": {},
                    "setters": {
                        "s": {"takes": ["a"], "field": "buffer", "value": "{b}"},
                    },
                }
            }
        },
        "the setter of `buffer` has no parameter `b`",
    ),
    ({"configs": {"C": {"makes": "Nothing", "settings": {}}}}, "none of `records`"),
    ({"configs": {"C": {"makes": "CBDescriptor", "settings": {"a": "b"}}}}, "has no such field"),
    ({"variables": []}, "at least one name"),
    ({"record": {}}, "Extra inputs"),
]


@pytest.mark.parametrize(("change", "told"), WRONG)
def test_a_wrong_table_is_told(change: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Api.model_validate({**TABLE, **change})


@pytest.mark.parametrize(
    ("table", "told"),
    [(None, "is not there"), ("= 1\n", "is not TOML"), ("[records]\n", "host_api.toml: calls: Field required")],
)
def test_a_table_that_is_missing_or_none_is_refused_by_its_place(tmp_path: Path, table: str | None, told: str) -> None:
    (tmp_path / "code.cpp").write_text("void f() {}\n")
    if table is not None:
        (tmp_path / "host_api.toml").write_text(table)
    [refusal] = convert(Workspace(tmp_path)).refusals
    assert refusal.code == "api-table"
    assert refusal.where == Location(PurePosixPath("host_api.toml"))
    assert told in refusal.reason


def test_a_template_puts_operators_in_brackets_only_where_they_would_fall_apart() -> None:
    values = {"a": "x + 1", "b": "y"}
    assert fill("{a} * {b}", values, loose={"a"}) == "(x + 1) * y"
    assert fill("f({a}, {b})", values, loose={"a"}) == "f(x + 1, y)"
    assert fill("&{a}", values, loose={"a"}) == "&(x + 1)"
    assert fill("{new:i} {a}", values, lambda name: name + "_2") == "i_2 x + 1"


STYLES = [
    ("BasedOnStyle: Google\n", Layout("  ", 80)),
    ("IndentWidth: 8\nColumnLimit: 0\n", Layout(" " * 8, 0)),
    ("BasedOnStyle: Microsoft\n", Layout("    ", 120, own_line=True)),
    ("UseTab: Always\nIndentWidth: 4  # wide\nBreakBeforeBraces: Allman\n", Layout("\t", 80, own_line=True)),
    ("---\nLanguage: JavaScript\nIndentWidth: 3\n---\nLanguage: Cpp\nIndentWidth: 5\n", Layout("     ", 80)),
    ("IndentWidth: many\nCpp11BracedListStyle: false\n", Layout("  ", 80, padded=True)),
]


@pytest.mark.parametrize(("text", "layout"), STYLES)
def test_the_style_of_the_nearest_clang_format_counts(text: str, layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / ".clang-format").write_text("IndentWidth: 7\n")
    (tmp_path / "a/.clang-format").write_text(text)
    assert layout_of(Workspace(tmp_path), PurePosixPath("a/b/c.cpp"), "", "\n") == layout


def test_without_a_style_the_files_own_lines_count(tmp_path: Path) -> None:
    workspace, path = Workspace(tmp_path), PurePosixPath("c.cpp")
    assert layout_of(workspace, path, "void f() {\n   g();\n}\n", "\n").unit == "   "
    assert layout_of(workspace, path, "void f()\n{\n\tg();\n}\n", "\r\n") == Layout("\t", 120, True, False, "\r\n")


def test_lines_are_not_moved_inside_raw_strings_and_long_comments() -> None:
    layout = Layout()
    assert layout.shifted("f(\n  a)", "  ", "    ") == "f(\n    a)"
    for text in ('f(R"(\n  a)")', "f( /* a\n  b */)", "f(a \\\n  b)"):
        assert layout.shifted(text, "  ", "    ") == text


CODE = b"""
std::vector<CoreCoord> all();
void f(const Group& group, uint32_t n, const std::vector<std::vector<int>>& lists) {
    const auto [used, cores, more] = split(n);
    const host::CoreRange range(1, 2);
    auto same = range;
    for (const auto& core : all()) { use(core); }
    auto first = lists[0];
    constexpr int size = 3;
    auto sum = n + 2;
    auto which = n ? range : same;
    auto cast = static_cast<uint8_t>(n);
    auto unknown = group.of(n);
    end();
}
"""


def test_types_are_known_from_declarations_and_the_table_and_never_guessed() -> None:
    file = CppFile(CODE)
    function = file.functions[0]
    body = file.body(function)
    types = Types(body, {"split": ["uint32_t", "CoreRangeSet", "bool"], "all": "std::vector<CoreCoord>"})
    found = {}
    for one in body.variables:
        name = next(iter(use for use in [one.named]))
        found[one.name] = types.of(file.node(name))
    assert found == {
        "group": "Group", "n": "uint32_t", "lists": "vector<vector<int>>", "used": "uint32_t", "cores": "CoreRangeSet",
        "more": "bool", "range": "CoreRange", "same": "CoreRange", "core": "CoreCoord", "first": "vector<int>",
        "size": "literal", "sum": "uint32_t", "which": "CoreRange", "cast": "uint8_t", "unknown": "",
    }  # fmt: skip


def test_replacements_may_lie_in_one_another() -> None:
    text = Text(CppFile(b"int a = f(g(1), 2);\n"))
    inner, outer = text.data.index(b"g(1)"), text.data.index(b"f(")
    from migrate.cpp.source import Span

    text.replace(Span(inner, inner + 4), "h")
    text.insert(0, "/* new */ ")
    assert text.of(Span(outer, outer + 10)) == "f(h, 2)"[:7] + text.old(Span(outer + 10, outer + 10))
    text.replace(Span(outer, outer + 10), f"[{text.of(Span(inner, inner + 4))}]")
    assert [(edit.start, edit.text) for edit in text.edits()] == [(0, b"/* new */ "), (outer, b"[h]")]


PIECES = (
    b"{", b"}", b"(", b")", b";", b",", b"program", b"// x\n", b"/*", b'"', b"auto ", b"return ", b"if (x) ", b"#if A\n",
    b"#endif\n", b"[&]", b"\\\n", b"\xff", b"config", b"std::move(program)",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_thrown_at_it_is_converted_whole_or_left_alone(seed: int) -> None:
    chance, workspace = random.Random(seed), Workspace(EXAMPLE)
    paths = workspace.glob(["ops/**/*.cpp"])
    for _ in range(15):
        path = chance.choice(sorted(paths))
        lines = workspace.read(path).split(b"\n")
        for _ in range(chance.choice((1, 1, 2))):
            at = chance.randrange(len(lines))
            place = chance.randrange(len(lines[at]) + 1)
            match chance.randrange(4):
                case 0:
                    lines[at] = lines[at][:place] + chance.choice(PIECES) + lines[at][place:]
                case 1:
                    lines[at] = lines[at][:place] + lines[at][place + chance.randrange(9) :]
                case 2:
                    del lines[at]
                case _:
                    lines.insert(chance.randrange(len(lines)), lines[at])
        broken = workspace.with_changes([workspace.change(path, b"\n".join(lines))])
        for target in ("program", "create-descriptor"):
            outcome = convert(broken, paths=[str(path)], target=target)
            assert "broken-result" not in [refusal.code for refusal in outcome.refusals], (path, lines)
            after = broken.with_changes(outcome.changes)
            assert convert(after, paths=[str(path)], target=target).changes == ()
            refused = {refusal.where.line for refusal in outcome.refusals if refusal.where}
            for change in outcome.changes:
                assert change.after is not None
                groups = groups_of(Scene(path, CppFile(change.after), Api.model_validate(TABLE), Layout()))
                assert len(groups) <= len(refused)


def test_long_factories_and_expressions_of_any_depth_are_converted(tmp_path: Path) -> None:
    kernel = '    auto k{0} = CreateKernel(program, "k{0}.cpp", cores, ReaderConfig({{{0}}}));  // number {0}\n'
    size, nested = " + ".join(["n"] * 3000), "(" * 2000 + "n" + ")" * 2000
    (tmp_path / "host_api.toml").write_bytes((EXAMPLE / "host_api.toml").read_bytes())
    (tmp_path / "long.cpp").write_text(
        "Made make(const CoreRangeSet& cores, uint32_t n) {\n    Program program{};\n"
        + "".join(kernel.format(number) for number in range(200))
        + f"    CreateCircularBuffer(program, cores, CircularBufferConfig({size}, {{{{0, F}}}}).set_page_size(0, {nested}));\n"
        + "    return {std::move(program), k199};\n}\n"
    )
    outcome = convert(Workspace(tmp_path))
    assert outcome.refusals == ()
    after = outcome.changes[0].after
    assert after is not None
    assert after.count(b"descriptor.kernels.push_back") == after.count(b"// number") == 200
    assert size.encode() in after
    assert nested.encode() in after


def test_a_result_that_would_keep_an_old_call_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    from migrate.refactoring.descriptors.converting import _Conversion

    record = _Conversion.record
    monkeypatch.setattr(
        _Conversion, "record", lambda self, call, row: None if row.name == "CreateKernel" else record(self, call, row)
    )
    outcome = convert(Workspace(EXAMPLE), paths=["ops/eltwise/**/*.cpp"])
    assert outcome.changes == ()
    assert {refusal.code for refusal in outcome.refusals} == {"broken-result"}
