"""`migrate report` on a real repository: what steps, undos, squashes and red tries leave in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from trees import Tree, make_tree

CODEMOD = '''"""Write a line at the end of a file."""
from pathlib import PurePosixPath

from pydantic import Field

from migrate.codemods import Codemod as Base
from migrate.model import Location, Move, Outcome, Refusal
from migrate.options import Options as BaseOptions


class Options(BaseOptions):
    file: str = Field(description="The file.")
    line: str = Field(description="The line.")


class AddLine(Base):
    Options = Options

    def run(self, workspace):
        path = PurePosixPath(self.options.file)
        if self.options.line == "refuse":
            return Outcome(refusals=(Refusal("no-line", "there is nothing to write", "give a `line`", Location(path, 1)),))
        text = workspace.read(path)
        line = f"{self.options.line}\\n".encode()
        if line in text:
            return Outcome()
        return Outcome((workspace.change(path, text + line),), (Move("a.old", "a.new", "symbol", "nothing"),))
'''
PLAN = """
[project]
name = "Lines"

[gate]
checks = ["parse"]

[[phase]]
id = 1
title = "First"

  [[phase.step]]
  id = "1.1"
  title = "Add x"
  codemod = "add-line"
  file = "a.py"
  line = "x = 1"

  [[phase.step]]
  id = "1.2"
  title = "Break it"
  codemod = "add-line"
  file = "a.py"
  line = "def f(:"

  [[phase.step]]
  id = "1.3"
  title = "Refuse it"
  codemod = "add-line"
  file = "a.py"
  line = "refuse"
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setenv("MIGRATE_CACHE", str(tmp_path / "cache"))
    files: dict[str, str | bytes] = {
        "migration.toml": PLAN,
        "codemods/add_line.py": CODEMOD,
        "a.py": "try:\n    y = 1\nexcept:\n    pass\n",
    }
    return make_tree(tmp_path / "project", files)


def document(tree: Tree, *words: str) -> Any:
    answer = tree.migrate("report", "--format", "json", *words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def states(tree: Tree) -> dict[str, str]:
    return {step["id"]: step["state"] for phase in document(tree)["phases"] for step in phase["steps"]}


def test_before_the_first_step_the_tree_itself_is_measured_and_the_due_steps_are_forecast(tree: Tree) -> None:
    facts = document(tree)
    rows = {row["name"]: row for row in facts["metrics"]}
    assert (rows["lines"]["before"], rows["lines"]["now"], rows["lines"]["planned"]) == (31, 31, 33)
    assert rows["bare_excepts"]["before"] == 1
    assert states(tree) == {"1.1": "due", "1.2": "due", "1.3": "due"}
    assert {row["planned"] for row in document(tree, "--no-forecast")["metrics"]} == {None}


def test_green_red_refused_undone_and_squashed_steps_are_told_apart(tree: Tree) -> None:
    assert tree.migrate("apply", "--keep-going").code == 1
    assert states(tree) == {"1.1": "green", "1.2": "red", "1.3": "refused"}
    facts = document(tree)
    first, second, third = facts["phases"][0]["steps"]
    assert first["commit"]["id"] == tree.git("rev-parse", "HEAD")
    assert first["files"] == [{"path": "a.py", "added": 1, "removed": 0}]
    assert second["why"].startswith("parse: ")
    assert third["why"] == "there is nothing to write"
    assert [item["step"] for item in facts["by_hand"]] == ["1.3"]
    assert facts["moves"] == [{"old": "a.old", "new": "a.new", "kind": "symbol", "left": "nothing", "step": "1.1"}]

    tree.git("reset", "-q", "--soft", "HEAD~1")
    tree.git("commit", "-q", "--no-verify", "-m", "Squashed")
    first = document(tree)["phases"][0]["steps"][0]
    assert (first["state"], first["commit"], first["squashed"]) == ("green", None, True)

    assert tree.migrate("undo", "--step", "1.1").code == 0
    facts = document(tree)
    assert facts["phases"][0]["steps"][0]["state"] == "undone"
    assert [row["action"] for row in facts["history"]] == ["before", "apply", "undo"]
    assert facts["moves"] == []


def test_the_tracker_is_written_into_the_project_and_keeps_its_notes(tree: Tree) -> None:
    answer = tree.migrate("report")
    assert (answer.code, answer.out, answer.err) == (0, "", "MIGRATION.md is written\n")
    text = tree.read("MIGRATION.md")
    noted = text.replace("<!-- migrate:notes -->\n", "<!-- migrate:notes -->\nAsk Ada.\r\n")
    tree.write({"MIGRATION.md": noted, "migration.toml": PLAN.replace("Add x", "Add an x")})
    tree.migrate("report")
    assert tree.read("MIGRATION.md") == noted.replace("Add x", "Add an x")
    tree.write({"MIGRATION.md": noted.replace("<!-- /migrate:notes -->", "")})
    answer = tree.migrate("report")
    assert answer.code == 2
    assert "<!-- /migrate:notes -->" in answer.err
    assert "Ask Ada." in tree.read("MIGRATION.md")


def test_the_same_state_gives_the_same_bytes(tree: Tree) -> None:
    tree.migrate("apply", "--step", "1.1")
    for form in ("markdown", "html", "json"):
        first = tree.migrate("report", "--format", form, "-o", "-")
        assert first.code == 0, first.err
        assert first.out == tree.migrate("report", "--format", form, "-o", "-").out
    assert tree.migrate("report").err == "MIGRATION.md is written\n"
    assert tree.migrate("report").err == "MIGRATION.md is as it was\n"


def test_a_baseline_of_findings_survives_a_move_that_the_ledger_records(tree: Tree) -> None:
    assert tree.migrate("analyze", "--write-baseline", "base.json").code == 0
    assert tree.migrate("analyze", "--baseline", "base.json").code == 0
    tree.git("mv", "a.py", "b.py")
    assert tree.migrate("analyze", "--baseline", "base.json", "--fail-on", "info").code == 1
    move = {"old": "a", "new": "b", "kind": "module", "left": "nothing"}
    line = {
        "step": "0", "action": "apply", "phase": "1", "codemod": "move", "plan": "", "definition": "", "tree_before": "", "tree_after": "",
        "files": {}, "moves": [move], "removals": [], "refusals": [], "notes": [], "verdicts": [], "gained": {}, "metrics": {},
    }  # fmt: skip
    tree.write({".migrate/ledger.jsonl": json.dumps(line) + "\n"})
    assert tree.migrate("analyze", "--baseline", "base.json", "--fail-on", "info").code == 0
