"""The tracker of program factories: what people write into its tables survives whatever becomes of the code and of the tables."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import Tree, make_tree

from migrate import worklist
from migrate.worklist import cells, read

PLAN = """
[project]
name = "Operations"

[gate]
checks = ["parse"]

[analyze.program-factories]
categories = [
  { name = "eltwise", paths = ["ops/eltwise/**"], priority = "basic" },
  { name = "tests", paths = ["test/**"], excluded = "tests build what they like" },
  { name = "matmul", paths = ["ops/matmul/**"], priority = "medium" },
]
"""
OLD = """#include "api.hpp"
namespace ops::{0} {{
Cached create(const Tensor& a) {{
    Program program{{}};
    CreateKernel(program, "{0}.cpp", a.cores(), {{1}});
    return {{std::move(program), {{}}}};
}}
}}
"""
NEW = """#include "api.hpp"
namespace ops::{0} {{
Cached create(const Tensor& a) {{
    ProgramDescriptor descriptor{{}};
    descriptor.kernels.push_back({{"{0}.cpp", a.cores(), {{1}}}});
    return {{Program(descriptor), {{}}}};
}}
}}
"""
TWO = "namespace ops::two { Cached create(int a) { Program p; Program q; CreateKernel(p); CreateKernel(q); return x; } }\n"
FILES = {
    "migration.toml": PLAN,
    "ops/eltwise/add.cpp": OLD.format("add"),
    "ops/eltwise/sub.cpp": OLD.format("sub"),
    "ops/eltwise/two.cpp": TWO,
    "ops/matmul/mm.cpp": OLD.format("mm"),
    "test/t.cpp": OLD.format("test"),
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setenv("MIGRATE_CACHE", str(tmp_path / "cache"))
    return make_tree(tmp_path / "project", dict(FILES))


def report(tree: Tree) -> str:
    answer = tree.migrate("report", "--no-forecast")
    assert answer.code == 0, answer.err
    return tree.read("MIGRATION.md")


def listed(tree: Tree) -> Any:
    answer = tree.migrate("report", "--no-forecast", "--format", "json")
    assert answer.code == 0, answer.err
    (one,) = json.loads(answer.out)["worklists"]
    return one


def rows(tree: Tree) -> dict[str, Any]:
    return {row["name"]: row for category in listed(tree)["categories"] for row in category["rows"]}


def row_of(page: str, name: str) -> str:
    (line,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
    return line


def write(tree: Tree, name: str, status: str = "", owner: str = "", notes: str = "") -> None:
    """Fill the last three cells of a row as a person would."""
    page = report(tree)
    line = row_of(page, name)
    filled = " | ".join([*line.rsplit(" | ", 3)[:1], status, owner, f"{notes} |"])
    tree.write({"MIGRATION.md": page.replace(line, filled)})


def theirs(tree: Tree, name: str) -> tuple[str, str, str]:
    row = rows(tree)[name]
    return row["said"], row["owner"], row["notes"]


def test_the_first_report_tells_what_the_code_and_the_plan_say(tree: Tree) -> None:
    one = listed(tree)
    assert [(part["name"], part["priority"], part["total"]) for part in one["categories"]] == [
        ("eltwise", "basic", 3), ("tests", "", 1), ("matmul", "medium", 1),
    ]  # fmt: skip
    told = {name: (row["status"], row["reasons"]) for name, row in rows(tree).items()}
    assert told["ops::add::create"] == ("todo", "")
    assert told["ops::two::create"] == ("by hand", "it owns 2 programs: `p`, `q` (line 1)")
    assert told["ops::test::create"] == ("excluded", "excluded: tests build what they like")
    assert (one["total"], one["counts"]) == (5, {"todo": 3, "by hand": 1, "excluded": 1, "done": 0})
    assert "0 of 4 are done; 3 todo, 1 by hand, 1 excluded." in report(tree)


def test_a_second_report_is_the_same_bytes(tree: Tree) -> None:
    write(tree, "ops::add::create", "in review", "Ada", "see #12")
    first = report(tree)
    assert report(tree) == first
    assert "| in review | Ada | see #12 |" in first


CHANGES = {
    "lines shifted": {"ops/eltwise/add.cpp": "// one\n\n\n" + OLD.format("add")},
    "file renamed": {"ops/eltwise/add.cpp": None, "ops/eltwise/deep/plus.cpp": OLD.format("add")},
    "category changed": {"ops/eltwise/add.cpp": None, "ops/matmul/add.cpp": OLD.format("add")},
    "body edited": {"ops/eltwise/add.cpp": OLD.format("add").replace("{1}", "{2, 3}")},
    "parameter renamed": {"ops/eltwise/add.cpp": OLD.format("add").replace("& a", "& /* why */ b")},
    "comments and line ends": {"ops/eltwise/add.cpp": OLD.format("add").replace("\n", " // x\r\n")},
}
RENAMES = {
    "function renamed": ({"ops/eltwise/add.cpp": OLD.format("add").replace("create(", "build(")}, "ops::add::build"),
    "namespace renamed": (
        {"ops/eltwise/add.cpp": OLD.format("add").replace("ops::add", "ttx::plus")},
        "ttx::plus::create",
    ),
    "signature changed": (
        {"ops/eltwise/add.cpp": OLD.format("add").replace("Tensor& a", "Tensor& a, int more").replace("{1}", "{more}")},
        "ops::add::create",
    ),
    "renamed and edited": (
        {"ops/eltwise/add.cpp": OLD.format("add").replace("create(", "build(").replace("{1}", "{2}")},
        "ops::add::build",
    ),
    "renamed and moved": (
        {"ops/eltwise/add.cpp": None, "x/y.cpp": OLD.format("add").replace("create(", "build(")},
        "ops::add::build",
    ),
}


def change(tree: Tree, files: dict[str, str | None]) -> None:
    for name, text in files.items():
        if text is None:
            (tree.root / name).unlink()
        else:
            tree.write({name: text})
    tree.commit()


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES)
def test_status_owner_and_notes_survive_what_becomes_of_the_code(files: dict[str, str | None], tree: Tree) -> None:
    write(tree, "ops::add::create", "by hand: too clever", "Ada", "ask **Bob**")
    change(tree, files)
    assert theirs(tree, "ops::add::create") == ("by hand: too clever", "Ada", "ask **Bob**")
    assert listed(tree)["gone"] == []


@pytest.mark.parametrize(("files", "name"), RENAMES.values(), ids=RENAMES)
def test_they_survive_a_rename(files: dict[str, str | None], name: str, tree: Tree) -> None:
    write(tree, "ops::add::create", "by hand: too clever", "Ada", "ask **Bob**")
    change(tree, files)
    assert theirs(tree, name) == ("by hand: too clever", "Ada", "ask **Bob**")
    report(tree)
    assert theirs(tree, name) == ("by hand: too clever", "Ada", "ask **Bob**")


def test_two_that_could_be_meant_get_nothing_and_the_words_are_listed(tree: Tree) -> None:
    write(tree, "ops::add::create", "", "Ada", "a note")
    text = OLD.format("add").replace("{1}", "{2}")
    change(tree, {"ops/eltwise/add.cpp": text.replace("create(", "one(") + text.replace("create(", "two(")})
    page = report(tree)
    assert "### No longer there, with what was written beside it" in page
    assert [(row["what"], row["owner"], row["notes"]) for row in listed(tree)["gone"]] == [
        ("`ops::add::create`", "Ada", "a note")
    ]
    change(tree, {"ops/eltwise/add.cpp": OLD.format("add")})
    assert theirs(tree, "ops::add::create") == ("todo", "Ada", "a note")
    assert "No longer there" not in report(tree)


def test_a_converted_factory_is_done_whatever_stands_there_and_the_words_stay(tree: Tree) -> None:
    write(tree, "ops::add::create", "by hand: too clever", "Ada", "x")
    change(tree, {"ops/eltwise/add.cpp": NEW.format("add")})
    assert theirs(tree, "ops::add::create") == ("done; by hand: too clever", "Ada", "x")
    report(tree)
    assert theirs(tree, "ops::add::create") == ("done; by hand: too clever", "Ada", "x")
    assert rows(tree)["ops::add::create"]["status"] == "done"
    change(tree, {"ops/eltwise/add.cpp": OLD.format("add")})
    assert theirs(tree, "ops::add::create") == ("by hand: too clever", "Ada", "x")


WORDS = [
    ("ops::add::create", "by hand: why", "by hand"),
    ("ops::add::create", "Excluded: goes away", "excluded"),
    ("ops::add::create", "in review", "todo"),
    ("ops::add::create", "done", "todo"),
    ("ops::add::create", "", "todo"),
    ("ops::two::create", "todo", "todo"),
    ("ops::two::create", "", "by hand"),
    ("ops::test::create", "todo: this one too", "todo"),
    ("ops::add::create", "by hand", "by hand"),
]


@pytest.mark.parametrize(("name", "word", "status"), WORDS)
def test_what_a_word_counts_as(name: str, word: str, status: str, tree: Tree) -> None:
    write(tree, name, word)
    assert rows(tree)[name]["status"] == status
    report(tree)
    assert rows(tree)[name]["status"] == status


def test_a_pipe_in_a_cell_parts_nothing_and_a_forgotten_backslash_loses_nothing(tree: Tree) -> None:
    write(tree, "ops::add::create", "", "Ada", r"`a \| b` and \\")
    assert theirs(tree, "ops::add::create")[2] == r"`a \| b` and \\"
    write(tree, "ops::sub::create", "", "Bob", "a | b | c")
    assert theirs(tree, "ops::sub::create")[1:] == ("Bob", r"a\|b\|c")
    page = report(tree)
    assert report(tree) == page
    assert r"| Bob | a\|b\|c |" in page


def test_a_deleted_row_comes_back_as_new_and_others_keep_their_words(tree: Tree) -> None:
    write(tree, "ops::add::create", "", "Ada", "gone with the row")
    write(tree, "ops::sub::create", "", "Bob", "stays")
    page = report(tree)
    tree.write({"MIGRATION.md": page.replace(row_of(page, "ops::add::create") + "\n", "")})
    assert theirs(tree, "ops::add::create") == ("todo", "", "")
    assert theirs(tree, "ops::sub::create") == ("todo", "Bob", "stays")


def test_rows_may_be_sorted_and_moved_and_columns_reordered(tree: Tree) -> None:
    write(tree, "ops::add::create", "by hand: x", "Ada", "one")
    write(tree, "ops::mm::create", "", "Bob", "two")
    before = report(tree)
    lines = before.splitlines()
    tables = [line for line in lines if line.startswith("| `ops")]
    others = [line for line in lines if not line.startswith("| `ops")]
    at = next(number for number, line in enumerate(others) if line.startswith("| what |")) + 2
    shuffled = [*others[:at], *reversed(tables), *others[at:]]
    turned = [
        "| " + " | ".join(reversed(cells(line))) + " |" if line.startswith(("| `ops", "| what", "| --- | --- | --- | --- | ---:")) else line
        for line in shuffled
    ]  # fmt: skip
    tree.write({"MIGRATION.md": "\n".join(turned) + "\n"})
    assert report(tree) == before


def test_a_column_of_ones_own_goes_to_the_notes(tree: Tree) -> None:
    page = report(tree)
    lines = [
        f"{line} PR |" if line.startswith("| what |") else f"{line} --- |" if line.startswith("| --- | --- | --- | --- | ---:")
        else f"{line} #7 |" if line.startswith("| `ops::add") else f"{line} |" if line.startswith("| `ops") else line
        for line in page.splitlines()
    ]  # fmt: skip
    tree.write({"MIGRATION.md": "\n".join(lines)})
    assert theirs(tree, "ops::add::create") == ("todo", "", "pr: #7")


def test_marks_that_were_deleted_are_made_up_for_by_the_name(tree: Tree) -> None:
    write(tree, "ops::add::create", "", "Ada", "a note")
    tree.write({"MIGRATION.md": re.sub(r" <!-- program-factories.*?-->", "", tree.read("MIGRATION.md"))})
    assert theirs(tree, "ops::add::create") == ("todo", "Ada", "a note")


def test_two_rows_of_one_thing_as_a_merge_leaves_them_become_one(tree: Tree) -> None:
    write(tree, "ops::add::create", "", "Ada", "ours")
    page = report(tree)
    line = row_of(page, "ops::add::create")
    both = f"<<<<<<< HEAD\n{line}\n=======\n{line.replace('ours', 'theirs')}\n>>>>>>> other"
    tree.write({"MIGRATION.md": page.replace(line, both)})
    assert theirs(tree, "ops::add::create") == ("todo", "Ada", "ours; theirs")
    assert "<<<<<<<" not in report(tree)


def test_the_burn_down_and_the_example_come_from_the_commits(tree: Tree) -> None:
    tree.write({"ops/eltwise/add.cpp": NEW.format("add"), "README.md": "x"})
    second = tree.commit("Convert add")
    tree.write({"README.md": "y"})
    tree.commit("Nothing that counts")
    tree.write({"ops/eltwise/sub.cpp": NEW.format("sub"), "ops/eltwise/extra.cpp": OLD.format("extra")})
    third = tree.commit("Convert sub, and one more appears")
    one = listed(tree)
    assert [(row["total"], row["counts"]["done"], row["counts"]["todo"]) for row in one["history"]] == [
        (5, 0, 3), (5, 1, 2), (6, 2, 2),
    ]  # fmt: skip
    assert [row["commit"] for row in one["history"]][1:] == [second, third]
    example = one["example"]
    assert example["name"] == "ops::add::create"
    assert "\n".join(example["before"]["lines"]) in OLD.format("add")
    assert "\n".join(example["after"]["lines"]) in NEW.format("add")
    page = report(tree)
    assert 'title "Left to do after each commit"' in page
    assert "    ProgramDescriptor descriptor{};" in page
    html = tree.migrate("report", "--no-forecast", "--format", "html", "-o", "-").out
    assert "ProgramDescriptor descriptor{};" in html


REFUSES = '''"""Refuse one factory."""
from pathlib import PurePosixPath
from migrate.codemods import Codemod as Base
from migrate.model import Location, Outcome, Refusal
class RefuseIt(Base):
    def run(self, workspace):
        place = Location(PurePosixPath("ops/eltwise/add.cpp"), 4)
        return Outcome(refusals=(Refusal("unknown-config", "`ops::add::create`: nobody knows `X`", "add it", place),))
'''


def test_what_a_codemod_refused_stands_in_the_way_until_the_code_says_otherwise(tree: Tree) -> None:
    step = '[[phase]]\nid = 1\ntitle = "One"\n[[phase.step]]\nid = "1"\ntitle = "Try"\ncodemod = "refuse-it"\n'
    tree.write({"migration.toml": PLAN + step, "codemods/refuse_it.py": REFUSES})
    tree.commit()
    assert tree.migrate("apply").code == 1
    told = rows(tree)
    assert told["ops::add::create"]["status"] == "by hand"
    assert told["ops::add::create"]["reasons"] == "unknown-config: `ops::add::create`: nobody knows `X` (line 4)"
    assert told["ops::sub::create"]["status"] == "todo"
    change(tree, {"ops/eltwise/add.cpp": NEW.format("add")})
    assert rows(tree)["ops::add::create"]["status"] == "done"


def test_many_commits_are_sampled_with_the_first_and_the_last(tree: Tree) -> None:
    for number in range(30):
        tree.write({"ops/eltwise/add.cpp": OLD.format("add") + f"// {number}\n"})
        last = tree.commit()
    history = listed(tree)["history"]
    assert len(history) == 24
    assert (history[0]["commit"], history[-1]["commit"]) == (tree.git("rev-list", "--max-parents=0", "HEAD"), last)


def test_html_shows_what_was_written_into_the_markdown(tree: Tree) -> None:
    write(tree, "ops::add::create", "by hand: <b>x</b>", "Ada & Co", "n")
    html = tree.migrate("report", "--no-forecast", "--format", "html", "-o", "-").out
    assert "by hand: &lt;b&gt;x&lt;/b&gt;" in html
    assert "Ada &amp; Co" in html


def test_a_plan_that_does_not_ask_for_it_has_no_worklist(tree: Tree) -> None:
    tree.write({"migration.toml": PLAN.partition("[analyze")[0]})
    tree.commit()
    assert json.loads(tree.migrate("report", "--no-forecast", "--format", "json").out)["worklists"] == []


def test_a_project_below_the_top_of_its_repository_and_files_of_odd_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGRATE_CACHE", str(tmp_path / "cache"))
    files: dict[str, str | bytes] = {f"sub [1]/{name}": text for name, text in FILES.items()}
    whole = make_tree(
        tmp_path / "project",
        {**files, "sub [1]/ops/eltwise/é *.cpp": OLD.format("odd"), "sub 1/no.cpp": OLD.format("no")},
    )
    below = Tree(whole.root / "sub [1]")
    one = listed(below)
    assert one["total"] == 6
    assert [row["total"] for row in one["history"]] == [6]


@given(st.text(st.sampled_from("|\\ ab`\n"), max_size=20))
def test_cells_hold_all_that_a_line_holds(text: str) -> None:
    line = "|" + text.replace("\n", " ") + "|"
    again = cells(line)
    assert "".join("|".join(again).split()) == "".join(line.split())[1:-1] or line.rstrip().endswith("\\|")


def test_rows_of_another_worklist_are_not_read() -> None:
    page = (
        "| what | status | owner | notes |\n| --- | --- | --- | --- |\n| x <!-- other: "
        + " ".join(["0123456789"] * 4)
        + " --> | a | b | c |"
    )
    assert read(page, "program-factories") == []
    assert [one.owner for one in read(page, "other")] == ["b"]


def test_every_status_is_counted() -> None:
    assert worklist.counts(["todo", "done", "done"]) == {"todo": 1, "by hand": 0, "excluded": 0, "done": 2}
