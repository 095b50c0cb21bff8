"""Codemods and analyzers of the user's own that misbehave, and trees that no tool likes: one clear line, and nothing is lost."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from trees import REPO, Tree, make_tree

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


@pytest.mark.parametrize("text", ["def f(:\n", "raise ValueError('boom')\n", "import sys\nsys.exit(0)\n", "\0\n"])
def test_a_codemod_that_cannot_be_imported_is_a_wrong_plan(tmp_path: Path, text: str) -> None:
    tree = make_tree(tmp_path / "project", FILES | {"codemods/bad.py": text + "# for migrate\n"})
    answer = tree.migrate("plan")
    assert answer.code == 2
    assert "migration.toml:10: phase 1, step 1.1: " in answer.err
    assert "codemods/bad.py cannot be imported: " in answer.err


ANALYZER = '''"""Misbehave."""
from pathlib import PurePosixPath as P
from migrate.analyzers import Analyzer
from migrate.model import Finding, Location, Rule
HERE = (Location(P("pkg/a.py"), 1, 1),)

class Bad(Analyzer):
    """Misbehave."""

    rules = (Rule("bad-thing", "A bad thing"),)

    def collect(self, source):
        COLLECT

    def conclude(self, facts, workspace):
        CONCLUDE
'''
SWALLOWS = "try:\n    x = 1\nexcept:\n    pass\n"


def with_analyzer(root: Path, collect: str, conclude: str) -> Tree:
    """A project with an analyzer of its own, whose methods have these bodies."""
    text = ANALYZER.replace("COLLECT", collect).replace("CONCLUDE", conclude)
    return make_tree(
        root,
        FILES
        | {"codemods/bad.py": HEAD + "        return Outcome()\n", "analyzers/bad.py": text, "pkg/c.py": SWALLOWS},
    )


@pytest.mark.parametrize(
    ("collect", "conclude", "said"),
    [
        (
            "raise ValueError('boom')",
            "return []",
            "while it read analyzers/bad.py: analyzers/bad.py:13: ValueError: boom",
        ),
        ("raise SystemExit(0)", "return []", "analyzers/bad.py:13: SystemExit: 0"),
        ("import os; os._exit(0)", "return []", "analyzers/bad.py:13: SystemExit: os._exit(0)"),
        ("return 1", "import os; os._exit(0)", "analyzers/bad.py:16: SystemExit: os._exit(0)"),
        ("return {1}", "return []", "Object of type set is not JSON serializable"),
        ("return 1", "raise ValueError('boom')", "while it concluded: analyzers/bad.py:16: ValueError: boom"),
        ("return 1", "return None", "'NoneType' object is not iterable"),
        ("return 1", "return [1]", "it reported 1, not a Finding"),
        ("return 1", "return [Finding('bad-thing', '', (), '')]", "the locations of a finding are ()"),
        ("return 1", "return [Finding('other', '', HERE, '')]", "the code 'other', which none of its rules has"),
        ("return 1", "return [Finding('bad-thing', '', (Location(P('../x')),), '')]", "../x is not a file inside"),
        (
            "return 1",
            "return [Finding('bad-thing', '', HERE, '', metrics={'a': object()})]",
            "is not JSON serializable",
        ),
    ],
)
def test_an_analyzer_that_breaks_its_word_is_named_in_one_line(
    tmp_path: Path, collect: str, conclude: str, said: str
) -> None:
    tree = with_analyzer(tmp_path / "project", collect, conclude)
    answer = tree.migrate("analyze", "--no-cache")
    assert answer.code == 2
    assert answer.out == ""
    assert "analyzer `bad` broke" in answer.err
    assert said in answer.err
    assert tree.migrate("analyze", "--select", "excepts").code == 1


def test_what_an_analyzer_prints_does_not_get_into_the_answer(tmp_path: Path) -> None:
    tree = with_analyzer(tmp_path / "project", "print('noise')", "print('more'); return []")
    answer = tree.migrate("analyze", "--no-cache", "--format", "json")
    assert json.loads(answer.out)["summary"]["codes"] == {"bare-except": 1}
    assert "noise" in answer.err


def test_a_project_s_own_folders_of_these_names_are_neither_read_as_ours_nor_run(tmp_path: Path) -> None:
    own = "raise SystemExit('the analysis ran the code of its target')\n"
    names = (
        "codemods/engine.py",
        "codemods/bad/deep.py",
        "analyzers/lexer.py",
        "migrate/__init__.py",
        "tests/test_x.py",
    )
    tree = make_tree(tmp_path / "project", dict.fromkeys(names, own) | {"migration.toml": PLAN.partition("[[")[0]})
    for words in (["analyze"], ["analyzers"], ["codemods"], ["schema"], ["plan"], ["analyze", "--select", "stubs"]):
        answer = tree.migrate(*words)
        assert answer.code == 0, answer.err
        assert "lexer" not in answer.out
        assert "engine" not in answer.out
    answer = tree.migrate("analyzers", "lexer")
    assert answer.code == 2
    assert "analyzers/lexer.py imports nothing of `migrate.analyzers`" in answer.err


def test_without_a_plan_nothing_in_the_tree_is_taken_for_an_analyzer(tmp_path: Path) -> None:
    tree = with_analyzer(tmp_path / "project", "raise ValueError('boom')", "return []")
    (tree.root / "migration.toml").unlink()
    assert tree.migrate("analyze").code == 1
    assert "bad" not in tree.migrate("analyzers").out
    assert tree.migrate("analyzers", "bad").code == 2


def test_a_symlink_that_leads_to_itself_is_passed_over_whoever_names_it(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", FILES | {"codemods/bad.py": HEAD + "        return Outcome()\n"})
    (tree.root / "pkg/loop.py").symlink_to("loop.py")
    (tree.root / "one").symlink_to("two")
    (tree.root / "two").symlink_to("one")
    assert tree.migrate("analyze").code == 0
    assert tree.migrate("plan").code == 0
    tree.commit()
    assert tree.migrate("apply").code == 0
    for words in (
        ["--plan", "one", "plan"],
        ["analyze", "pkg/loop.py"],
        ["analyze", "--baseline", "one"],
    ):
        answer = tree.spawn(*words)
        assert answer.returncode == 2, words
        assert len(answer.stderr.splitlines()) <= 2, answer.stderr
    tree.write({"migration.toml": PLAN.replace('name = "small"', 'name = "small"\nroot = "one"')})
    assert tree.migrate("plan").code == 2
    tree.write({"migration.toml": PLAN.replace('paths = ["pkg/b.py"]', 'paths = ["one/x", "pkg/loop.py"]')})
    assert tree.migrate("plan").code == 0


MERGE = (
    PLAN.partition("[[phase.step]]")[0].replace("[gate]", 'also = ["docs"]\n[gate]')
    + """[[phase.step]]
id = "1.1"
codemod = "merge-modules"
from = ["pkg.a"]
into = "pkg.new"
"""
)


def test_one_line_of_many_statements_and_a_text_of_many_mentions_cost_no_more_than_their_length(tmp_path: Path) -> None:
    many = {"pkg/line.py": "from pkg.a import x\n" + "x0 = x;" * 20_000 + "\n", "docs/log.md": "see pkg.a.x\n" * 30_000}
    tree = make_tree(tmp_path / "project", FILES | many | {"migration.toml": MERGE})
    begun = time.monotonic()
    answer = tree.migrate("plan")
    assert "M docs/log.md" in answer.out
    assert "M pkg/line.py" in answer.out
    assert time.monotonic() - begun < 15, "minutes, where each use or mention is looked up from the start"


def test_a_plan_without_steps_and_one_whose_steps_are_done_say_so(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", FILES | {"migration.toml": MERGE.partition("[[phase.step]]")[0]})
    for words in (["plan"], ["status"], ["apply", "--dry-run"], ["apply"]):
        answer = tree.migrate(*words)
        assert answer.code == 0
        assert "the plan has no steps yet" in answer.out + answer.err, words
    tree.write({"migration.toml": MERGE})
    tree.commit()
    assert tree.migrate("apply").code == 0
    for words in (["plan"], ["apply", "--dry-run"], ["apply"]):
        assert "nothing is due" in tree.migrate(*words).err, words


def test_a_file_that_is_no_text_is_not_edited_though_it_holds_the_name(tmp_path: Path) -> None:
    files = {"docs/kept.db": b"\0pkg.a.x\n", "docs/read.md": "pkg.a.x \xe9\n".encode("latin-1")}
    answer = make_tree(tmp_path / "project", FILES | files | {"migration.toml": MERGE}).migrate("plan")
    assert "M docs/read.md" in answer.out
    assert "kept.db" not in answer.out


def test_what_a_terminal_would_obey_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    text = "try:\n    x = 1\nexcept:\n    raise\n"
    odd = {"pkg/new\nline.py": text, "pkg/esc\x1b[31m.py": text, "pkg/\u202egnp.py": text}
    steps = (
        MERGE.partition("[[phase.step]]")[0]
        + '[[phase.step]]\nid = "1"\ncodemod = "fix-excepts"\npaths = ["**/*.py"]\n'
    )
    tree = make_tree(tmp_path / "project", FILES | odd | {"migration.toml": steps})
    for words in (["plan"], ["apply", "--dry-run"], ["analyze", "--fail-on", "never"], ["apply"], ["status"]):
        answer = tree.migrate(*words)
        assert answer.code == 0, answer.err
        assert "\x1b[31m" not in answer.out + answer.err
        assert "\nline.py" not in answer.out + answer.err


def test_a_dangling_symlink_can_be_deleted_by_its_name(tmp_path: Path) -> None:
    step = 'codemod = "delete-path"\npaths = ["pkg/dangling.py"]\nreason = "it leads nowhere"\n'
    plan = MERGE.partition("[[phase.step]]")[0] + f'[[phase.step]]\nid = "1"\n{step}'
    tree = make_tree(tmp_path / "project", FILES | {"migration.toml": plan})
    (tree.root / "pkg/dangling.py").symlink_to("nowhere.py")
    tree.commit()
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert not (tree.root / "pkg/dangling.py").is_symlink()
    assert tree.migrate("undo").code == 0
    assert (tree.root / "pkg/dangling.py").is_symlink()


def test_the_plan_of_init_can_be_applied_where_there_is_no_test(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", {"pkg/__init__.py": "", "pkg/c.py": SWALLOWS})
    step = '[[phase.step]]\nid = "1"\ncodemod = "fix-excepts"\npaths = ["**/*.py"]\nlog = true\n'
    tree.write({"migration.toml": tree.migrate("init").out + step})
    tree.commit()
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert "1 green" in answer.err


def test_a_file_that_may_not_be_read_is_passed_over_with_the_reason_and_no_other_suffers(tmp_path: Path) -> None:
    tree = make_tree(
        tmp_path / "project",
        FILES | {"pkg/c.py": SWALLOWS, "pkg/secret.py": SWALLOWS, "docs/x.md": "", "migration.toml": MERGE},
    )
    for name in ("pkg/secret.py", "docs/x.md"):
        (tree.root / name).chmod(0)
    if os.access(tree.root / "pkg/secret.py", os.R_OK):
        pytest.skip("this user may read everything")
    answer = tree.migrate("analyze", "--format", "json")
    assert "cannot be read: Permission denied" in answer.out
    assert json.loads(answer.out)["summary"]["codes"]["bare-except"] == 1
    assert "M pkg/b.py" not in tree.migrate("plan").out
    assert "A pkg/new.py" in tree.migrate("plan").out


def test_the_analyzer_of_the_howto_is_found_beside_a_plan_and_works(tmp_path: Path) -> None:
    text = (REPO / "docs/analyzers-howto.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    files = {"analyzers/print_calls.py": text, "pkg/loud.py": "print(1)\nprint(2)\n", "migration.toml": MERGE}
    tree = make_tree(tmp_path / "project", FILES | files)
    assert "`print-call` | info |" in tree.migrate("analyzers", "print-calls").out
    answer = tree.migrate("analyze", "--select", "print-calls", "--format", "json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["summary"]["codes"] == {"print-call": 2}


def test_every_command_shows_an_example_in_its_help(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", FILES)
    for name in (
        "analyze",
        "plan",
        "apply",
        "gate",
        "status",
        "report",
        "undo",
        "codemods",
        "analyzers",
        "schema",
        "init",
    ):
        assert f"Example: migrate {name}" in tree.migrate(name, "--help").out, name


def test_an_import_root_that_is_no_folder_is_a_wrong_plan(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "project", FILES | {"migration.toml": MERGE.replace('["."]', '["scr"]')})
    answer = tree.migrate("plan")
    assert answer.code == 2
    assert 'migration.toml:3: [project]: `source` "scr" is not a folder in the project' in answer.err


def test_a_folder_does_not_go_while_a_file_in_it_would_stay(tmp_path: Path) -> None:
    step = 'codemod = "delete-path"\npaths = ["old"]\nreason = "done"\n'
    plan = MERGE.partition("[[phase.step]]")[0] + f'[[phase.step]]\nid = "1"\n{step}'
    files = {"old/a.txt": "a\n", "old/big.py": b"#" * 2_000_001 + b"\n", "migration.toml": plan}
    answer = make_tree(tmp_path / "project", FILES | files).migrate("plan")
    assert answer.code == 1
    assert "not-read: old/big.py would stay: 2,000,002 bytes" in answer.out
    assert "D old/a.txt" not in answer.out
