"""Codemods and analyzers of the user's own that misbehave, and trees that no tool likes: one clear line, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import Tree, make_tree

HEAD = '''"""Misbehave."""
from pathlib import PurePosixPath as P
from migrate.codemods import Codemod
from migrate.model import Change, Move, Outcome

class Bad(Codemod):
    """Misbehave."""

    def run(self, workspace):
'''
PLAN = """[project]
name = "small"
source = ["."]
[gate]
checks = ["parse"]
[[phase]]
id = 1
[[phase.step]]
id = "1.1"
codemod = "bad"
[[phase.step]]
id = "1.2"
codemod = "fix-excepts"
paths = ["pkg/b.py"]
"""
FILES: dict[str, str | bytes] = {
    "pkg/__init__.py": "",
    "pkg/a.py": "x = 1\n",
    "pkg/b.py": "try:\n    x = 1\nexcept:\n    raise\n",
    "migration.toml": PLAN,
}


def with_codemod(root: Path, body: str) -> Tree:
    """A project whose first step is a codemod with this body, its second one of ours."""
    return make_tree(root, FILES | {"codemods/bad.py": HEAD + f"        {body}\n"})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('boom\\nmore')", "codemods/bad.py:10: ValueError: boom; "),
        ("raise SystemExit(0)", "codemods/bad.py:10: SystemExit: 0"),
        ("return self.run(workspace)", "codemods/bad.py:10: RecursionError"),
        ("return None", "`run` returned None, not an Outcome"),
        ("return Outcome(None)", "the changes of its outcome are None, not a tuple"),
        ("return Outcome(notes='text')", "the notes of its outcome are a str, not a tuple"),
        ("return Outcome(moves=('a',))", "the moves of its outcome hold a str, not a Move"),
        ("return Outcome((Change('pkg/n.py', None, b''),))", "the path of a change is a str"),
        ("return Outcome((Change(P('pkg/n.py'), None, 'text'),))", "its change of pkg/n.py holds a str, not bytes"),
        ("return Outcome((Change(P('../n.py'), None, b''),))", "../n.py is not a file inside the project"),
        ("return Outcome((Change(P('/tmp/n.py'), None, b''),))", "/tmp/n.py is not a file inside the project"),
        ("return Outcome((Change(P('.git/config'), None, b''),))", ".git/config is not a file inside the project"),
        ("return Outcome((Change(P('a\\0b.py'), None, b''),))", "'a\\x00b.py' is no name for a file"),
        ("return Outcome((Change(P('\\udcff.py'), None, b''),))", "'\\udcff.py' is no name for a file"),
        ("return Outcome((Change(P('pkg/a.py'), b'y', b''),))", "pkg/a.py does not start from what is there"),
        ("return Outcome((Change(P('pkg/a.py'), None, b''),))", "pkg/a.py does not start from what is there"),
        ("return Outcome((Change(P('pkg/n.py'), b'y', b''),))", "pkg/n.py does not start from what is there"),
        ("return Outcome((workspace.change(P('pkg/a.py'), b''),) * 2)", "two changes for pkg/a.py"),
    ],
    ids=lambda text: text[:48],
)
def test_a_codemod_that_breaks_its_word_is_named_with_its_step_and_no_other_suffers(
    tmp_path: Path, body: str, said: str
) -> None:
    tree = with_codemod(tmp_path / "project", body)
    answer = tree.migrate("plan")
    assert answer.code == 1
    first, second = answer.out.split("1.2  fix-excepts")
    assert "1.1  bad" in first
    assert said in first
    assert "M pkg/b.py" in second
    dry = tree.migrate("apply", "--dry-run")
    assert dry.code == 1
    assert said in dry.err
    assert "+except BaseException:" in dry.out
    assert "Traceback" not in answer.out + answer.err + dry.out + dry.err


def test_the_traceback_of_a_codemod_is_kept_with_the_evidence_and_its_step_has_failed(tmp_path: Path) -> None:
    tree = with_codemod(tmp_path / "project", "raise ValueError('boom')")
    answer = tree.migrate("apply", "--keep-going")
    assert answer.code == 1
    assert "✗ 1.1  failed" in answer.err
    assert "✓ 1.2  green" in answer.err
    assert "Traceback" not in answer.err
    kept = tree.read(".migrate/runs/1.1/traceback.txt")
    assert "codemods/bad.py" in kept
    assert kept.endswith("ValueError: boom\n")
    assert tree.git("status", "--porcelain") == ""


def test_what_a_codemod_prints_does_not_get_into_the_diff(tmp_path: Path) -> None:
    tree = with_codemod(tmp_path / "project", "print('noise'); return Outcome()")
    answer = tree.migrate("apply", "--dry-run")
    assert answer.out.startswith("diff --git")
    assert "noise" in answer.err


def test_a_change_that_changes_nothing_is_none(tmp_path: Path) -> None:
    same = "return Outcome((workspace.change(P('pkg/a.py'), workspace.read(P('pkg/a.py'))),))"
    tree = with_codemod(tmp_path / "project", same)
    assert "1.1  bad\n    0 files" in tree.migrate("plan").out


@pytest.mark.parametrize("text", ["def f(:\n", "raise ValueError('boom')\n", "import sys\nsys.exit(0)\n", "\0"])
def test_a_codemod_that_cannot_be_imported_is_a_wrong_plan(tmp_path: Path, text: str) -> None:
    tree = make_tree(tmp_path / "project", FILES | {"codemods/bad.py": text})
    answer = tree.migrate("plan")
    assert answer.code == 2
    assert "migration.toml:10: phase 1, step 1.1: " in answer.err
    assert "codemods/bad.py cannot be imported: " in answer.err
