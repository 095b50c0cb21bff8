"""The transaction: one commit a green step, nothing of a red one, and a clear line for every state a repository can be in."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from trees import Tree, make_tree

APPEND = '''"""Append a line to files."""
from pathlib import PurePosixPath
from migrate.codemods import Codemod
from migrate.model import Move, Outcome, Refusal, Table
from migrate.options import Options as Base

class Append(Codemod):
    class Options(Base):
        paths: list[str]
        line: str
        refuse: bool = False
        leave: bool = False
        measured: int = 0

    def run(self, workspace):
        rows = tuple((f"row \x1b {n}", n * 1000, n == 1) for n in range(self.options.measured))
        tables = (Table("Lines measured", ("what", "lines", "first"), rows),) if rows else ()
        if self.options.refuse:
            return Outcome(refusals=(Refusal("told-to", "the plan said so", "set refuse = false"),), tables=tables)
        line = self.options.line.encode() + b"\\n"
        changes, refusals = [], ()
        if self.options.leave:
            refusals = (Refusal("left", "a person must look", "look at it"),)
        for name in self.options.paths:
            path = PurePosixPath(name)
            before = workspace.read(path) if workspace.exists(path) else b""
            if line not in before:
                changes.append(workspace.change(path, before + line, "append"))
        return Outcome(tuple(changes), refusals=refusals, tables=tables)
'''
ERASE = '''"""Erase files."""
from pathlib import PurePosixPath
from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import Options as Base

class Erase(Codemod):
    class Options(Base):
        paths: list[str]

    def run(self, workspace):
        paths = [PurePosixPath(name) for name in self.options.paths]
        return Outcome(tuple(workspace.change(path, None) for path in paths if workspace.exists(path)))
'''


def plan(steps: str, command: str = "true", more: str = "") -> str:
    """A plan whose gate parses and runs one command."""
    return f"""[project]
name = "small"
source = ["src"]

[gate]
checks = ["parse", "command"]
commands = {{ judge = {json.dumps(command)} }}
{more}
{steps}
"""


STEPS = """
[[phase]]
id = 1
  [[phase.step]]
  id = "1.1"
  title = "Say hello"
  codemod = "append"
  paths = ["src/pkg/a.py", "src/pkg/new.py"]
  line = "hello = 1"

  [[phase.step]]
  id = "1.2"
  codemod = "append"
  paths = ["src/pkg/a.py"]
  line = "world = 2"

[[phase]]
id = 2
  [[phase.step]]
  id = "2.1"
  codemod = "erase"
  paths = ["src/pkg/old/b.py"]
  needs = ["1.1"]
"""
FILES: dict[str, str | bytes] = {
    "codemods/append.py": APPEND,
    "codemods/erase.py": ERASE,
    "src/pkg/__init__.py": "",
    "src/pkg/a.py": "x = 1\n",
    "src/pkg/old/b.py": "y = 2",
    "migration.toml": plan(STEPS),
}


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A project with three steps whose gate is green."""
    return make_tree(tmp_path / "project", FILES)


def with_plan(tree: Tree, text: str) -> Tree:
    """The same project with another plan, committed."""
    tree.write({"migration.toml": text})
    tree.commit("Another plan")
    return tree


def test_each_green_step_is_one_commit_that_carries_its_own_ledger_line(tree: Tree) -> None:
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    assert tree.git("log", "--format=%s", f"{start}..", "--reverse").splitlines() == [
        "1.1: Say hello",
        "1.2: append",
        "2.1: erase",
    ]
    for number, commit in enumerate(tree.git("rev-list", "--reverse", f"{start}..").split(), 1):
        assert tree.git("show", f"{commit}:.migrate/ledger.jsonl").count("\n") == number - 1
        trailers = tree.git("log", "-1", "--format=%(trailers:only)", commit)
        assert "Migrate-Step: " in trailers
        assert "Migrate-Plan: " in trailers
        assert "Migrate-Gate: parse" in trailers
    assert tree.git("status", "--porcelain") == ""
    assert tree.read("src/pkg/a.py") == "x = 1\nhello = 1\nworld = 2\n"
    assert not (tree.root / "src/pkg/old").exists()


def test_nothing_is_left_behind_in_the_git_folder(tree: Tree) -> None:
    tree.migrate("apply")
    assert len(tree.git("worktree", "list").splitlines()) == 1
    assert sorted(item.name for item in (tree.root / ".git/migrate").iterdir()) == ["baseline.json", "lock"]


def test_applying_twice_changes_nothing(tree: Tree) -> None:
    tree.migrate("apply")
    head = tree.git("rev-parse", "HEAD")
    again = tree.migrate("apply")
    assert again.code == 0
    assert "nothing is due" in again.err
    assert tree.git("rev-parse", "HEAD") == head


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    trees = [make_tree(tmp_path / name, FILES) for name in ("one", "two")]
    for tree in trees:
        assert tree.migrate("apply").code == 0
    assert trees[0].git("rev-parse", "HEAD^{tree}") == trees[1].git("rev-parse", "HEAD^{tree}")


def test_dry_run_prints_the_diff_that_apply_then_commits_and_writes_nothing(tree: Tree) -> None:
    before = tree.files()
    objects = tree.git("count-objects")
    dry = tree.migrate("apply", "--dry-run")
    assert dry.code == 0, dry.err
    assert tree.files() == before
    assert tree.git("count-objects") == objects
    patch = tree.root.parent / "dry.patch"
    patch.write_text(dry.out)
    tree.git("apply", "--check", str(patch))
    start = tree.git("rev-parse", "HEAD")
    tree.migrate("apply")
    made = tree.git("diff", "--binary", "--full-index", "--no-renames", start, "HEAD", "--", ".", ":!.migrate")
    assert dry.out == made + "\n"


def test_dry_run_of_bytes_that_are_hard_to_print(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        **FILES,
        "src/pkg/a.py": b"\xef\xbb\xbfx = '\xc3\xa9'\r\n",
        "src/pkg/with space.py": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        "src/pkg/caf\u00e9.py": "y = 1\n",
        "src/pkg/data.bin": b"\0\1\2",
        "migration.toml": plan(
            STEPS.replace('"src/pkg/new.py"', '"src/pkg/with space.py", "src/pkg/caf\u00e9.py", "src/pkg/data.bin"')
        ),
    }
    tree = make_tree(tmp_path / "project", files)
    raw = subprocess.run(
        [sys.executable, "-m", "migrate", "apply", "--dry-run"], cwd=tree.root, capture_output=True, check=True
    ).stdout
    (tmp_path / "dry.patch").write_bytes(raw)
    tree.git("apply", "--check", str(tmp_path / "dry.patch"))
    start = tree.git("rev-parse", "HEAD")
    assert tree.migrate("apply").code == 0
    command = ["git", "diff", "--binary", "--full-index", "--no-renames", start, "HEAD", "--", ".", ":!.migrate"]
    assert raw == subprocess.run(command, cwd=tree.root, capture_output=True, check=True).stdout


def test_a_red_step_leaves_nothing_and_its_evidence_names_the_reason(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "! grep -q world src/pkg/a.py || { echo the world is not ready; exit 3; }"))
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "the world is not ready" in answer.err
    assert tree.git("log", "--format=%s", f"{start}..") == "1.1: Say hello"
    assert tree.git("status", "--porcelain") == ""
    assert "world" not in tree.read("src/pkg/a.py")
    kept = tree.root / ".migrate/runs/1.2"
    assert "+world = 2" in (kept / "diff.patch").read_text()
    assert json.loads((kept / "result.json").read_text())["result"] == "red"


def test_keep_going_runs_the_steps_that_do_not_need_the_failed_one(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "! grep -q hello src/pkg/a.py"))
    answer = tree.migrate("apply", "--keep-going", "--format", "json")
    assert answer.code == 1
    assert {step["step"]: step["result"] for step in json.loads(answer.out)["steps"]} == {
        "1.1": "red",
        "1.2": "green",
        "2.1": "blocked",
    }


def test_a_refusal_is_a_result_with_place_reason_and_next(tree: Tree) -> None:
    with_plan(tree, plan(STEPS.replace('line = "hello = 1"', 'line = "hello = 1"\n  refuse = true')))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "told-to: the plan said so; set refuse = false" in answer.err
    assert tree.git("log", "--oneline").count("\n") == 1
    assert tree.git("status", "--porcelain") == ""


def test_a_step_that_leaves_something_by_hand_is_committed_and_says_so_by_its_exit_code(tree: Tree) -> None:
    with_plan(tree, plan(STEPS.replace('line = "hello = 1"', 'line = "hello = 1"\n  leave = true')))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "a person must look; look at it" in answer.err
    assert "3 green, 1 left by hand" in answer.err
    assert tree.migrate("apply").code == 0


@pytest.mark.parametrize("how", ["green", "red", "refused"])
def test_what_a_codemod_measured_is_told_kept_and_reported_however_the_step_ends(tree: Tree, how: str) -> None:
    measured = "\n  measured = 50" + ("\n  refuse = true" if how == "refused" else "")
    steps = STEPS.replace('line = "hello = 1"', f'line = "hello = 1"{measured}')
    with_plan(tree, plan(steps, "false" if how == "red" else "true"))
    shown = tree.migrate("plan", "--step", "1.1").out
    assert re.search(r"^    Lines measured\n      what +lines  first\n      row \\x1b 0  +0  no\n", shown, re.MULTILINE)
    assert "… and 38 more rows (--format json has all)" in shown
    (forecast,) = json.loads(tree.migrate("plan", "--step", "1.1", "--format", "json").out)["steps"]
    (table,) = forecast["tables"]
    assert (len(table["rows"]), table["rows"][1]) == (50, ["row \x1b 1", 1000, True])
    assert "Lines measured" in tree.migrate("apply", "--dry-run", "--step", "1.1").err
    answer = tree.migrate("apply", "--step", "1.1", "--format", "json")
    assert re.search(r"^      row \\x1b 1  +1,000  yes$", answer.err, re.MULTILINE)
    assert json.loads(answer.out)["steps"][0]["tables"] == [table]
    if how == "green":
        (kept,) = json.loads(tree.read(".migrate/ledger.jsonl"))["tables"]
        assert (kept["rows"], kept["left_out"]) == (table["rows"][:40], 10)
    else:
        assert json.loads(tree.read(".migrate/runs/1.1/result.json"))["tables"] == [table]
    told = json.loads(tree.migrate("report", "--no-forecast", "--format", "json").out)["phases"][0]["steps"][0]
    assert (told["state"], told["tables"][0]["left_out"], told["tables"][0]["figures"]) == (
        how,
        10,
        [False, True, False],
    )


@pytest.mark.parametrize(("row", "named"), [("(1,)", "1 cells for 3 columns"), ("(1, 2, [])", "a list")])
def test_a_table_that_is_none_is_the_codemod_s_fault(tree: Tree, row: str, named: str) -> None:
    broken = APPEND.replace('(f"row \x1b {n}", n * 1000, n == 1)', row)
    tree.write({"codemods/append.py": broken})
    with_plan(tree, plan(STEPS.replace('line = "hello = 1"', 'line = "hello = 1"\n  measured = 1')))
    answer = tree.migrate("apply", "--step", "1.1")
    assert answer.code == 1
    assert named in answer.err


def test_a_stale_claim_stops_the_run_before_anything_is_edited(tree: Tree) -> None:
    claim = '  claims = [{ path = "src/pkg/a.py", min_lines = 99 }]\n'
    with_plan(tree, plan(STEPS.replace('  needs = ["1.1"]\n', claim)))
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "99" in answer.err
    assert tree.git("rev-parse", "HEAD") == start


def test_a_step_with_nothing_to_do_is_recorded_so_that_its_phase_can_end(tree: Tree) -> None:
    tree.write({"src/pkg/a.py": "x = 1\nhello = 1\n", "src/pkg/new.py": "hello = 1\n"})
    tree.commit()
    answer = tree.migrate("apply", "--step", "1.1")
    assert answer.code == 0
    assert "nothing to do" in answer.err
    assert tree.migrate("status", "--format", "json").out.count('"done"') == 1


def test_undo_takes_a_step_back_behind_the_gate_and_apply_can_do_it_again(tree: Tree) -> None:
    tree.migrate("apply")
    before = tree.files()
    refused = tree.migrate("undo", "--step", "1.1")
    assert refused.code == 2
    assert "2.1" in refused.err
    assert tree.migrate("undo").code == 0
    assert (tree.root / "src/pkg/old/b.py").read_bytes() == b"y = 2"
    assert tree.migrate("undo", "--step", "1.1").code == 2  # step 1.2 changed the same lines
    assert tree.migrate("undo", "--step", "1.2").code == 0
    assert tree.migrate("undo", "--step", "1.1").code == 0
    assert tree.read("src/pkg/a.py") == "x = 1\n"
    assert not (tree.root / "src/pkg/new.py").exists()
    assert tree.migrate("apply").code == 0
    after = tree.files()
    assert {k: v for k, v in after.items() if ".migrate" not in k} == {
        k: v for k, v in before.items() if ".migrate" not in k
    }


def test_undo_works_after_the_commits_were_squashed_into_one(tree: Tree) -> None:
    start = tree.git("rev-parse", "HEAD")
    tree.migrate("apply")
    tree.git("reset", "-q", "--soft", start)
    tree.commit("The whole migration, squashed")
    assert "squashed" in tree.migrate("status").out
    assert tree.migrate("apply").code == 0
    assert tree.migrate("undo").code == 0
    assert (tree.root / "src/pkg/old/b.py").read_bytes() == b"y = 2"


def test_in_place_steps_are_judged_in_the_checkout_itself(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "test -d .git && ! grep -q world src/pkg/a.py", 'where = "in-place"'))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert tree.git("status", "--porcelain") == ""
    assert tree.read("src/pkg/a.py") == "x = 1\nhello = 1\n"


def test_a_program_that_only_the_checkout_has_is_called_there(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "bin/judge && env X=1 bin/judge"))
    tree.write({".gitignore": "bin/\n", "bin/judge": "#!/bin/sh\ntest ! -d .git && echo judged\n"})
    (tree.root / "bin/judge").chmod(0o755)
    tree.commit()
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err


def test_a_check_that_one_step_alone_asks_for_is_in_the_baseline(tree: Tree) -> None:
    tests = {"test_small.py": "from pkg.a import x\n\ndef test_x():\n    assert x == 1\n"}
    tree.write(tests)
    with_plan(
        tree,
        plan(STEPS.replace('codemod = "erase"', 'codemod = "erase"\n  checks = ["tests"]')).replace(
            "command", "parse", 1
        ),
    )
    answer = tree.migrate("apply", "--format", "json")
    assert answer.code == 0, answer.err
    assert "tests" in [verdict["check"] for verdict in json.loads(answer.out)["steps"][-1]["verdicts"]]


def test_a_project_below_the_top_of_its_repository_keeps_its_records_below_its_own_root(tmp_path: Path) -> None:
    tree = make_tree(
        tmp_path / "mono", {f"libs/small/{name}": text for name, text in FILES.items()} | {"other/file.py": "z = 1\n"}
    )
    answer = tree.migrate("-C", "libs/small", "apply")
    assert answer.code == 0, answer.err
    assert tree.git("status", "--porcelain") == ""
    assert (tree.root / "libs/small/.migrate/ledger.jsonl").is_file()
    assert not (tree.root / ".migrate").exists()
    dry = tree.migrate("-C", "libs/small", "undo")
    assert dry.code == 0, dry.err


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda tree: tree.write({"src/pkg/a.py": "x = 2\n"}), "uncommitted changes: src/pkg/a.py"),
        (lambda tree: tree.write({"src/pkg/stray.py": ""}), "uncommitted changes: src/pkg/stray.py"),
        (lambda tree: tree.git("checkout", "-q", "--detach"), "HEAD is detached"),
        (lambda tree: tree.git("checkout", "-q", "--orphan", "fresh"), "no commit yet"),
        (lambda tree: (tree.root / ".git/rebase-merge").mkdir(), "a rebase is under way"),
        (
            lambda tree: (tree.root / ".git/MERGE_HEAD").write_text(tree.git("rev-parse", "HEAD")),
            "a merge is under way",
        ),
        (lambda tree: shutil.rmtree(tree.root / ".git"), "is not in a git repository"),
    ],
    ids=["changed", "untracked", "detached", "unborn", "rebase", "merge", "no-git"],
)
def test_a_repository_that_is_not_ready_is_refused_with_one_clear_line(tree: Tree, spoil, expected: str) -> None:
    spoil(tree)
    answer = tree.migrate("apply")
    assert answer.code == 2
    assert expected in answer.err


def test_two_runs_at_once_are_kept_apart(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "touch ../started; sleep 30"))
    first = subprocess.Popen(
        [sys.executable, "-m", "migrate", "apply"], cwd=tree.root, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        wait_for(lambda: (tree.root / ".git/migrate/intent.json").exists())
        second = tree.migrate("apply")
        assert second.code == 2
        assert f"another migrate is at work in this repository (process {first.pid})" in second.err
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()


def test_ctrl_c_in_the_gate_leaves_a_clean_tree_and_no_worktree(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, "sleep 60"))
    start = tree.git("rev-parse", "HEAD")
    run = subprocess.Popen(
        [sys.executable, "-m", "migrate", "apply"], cwd=tree.root, stderr=subprocess.PIPE, start_new_session=True
    )
    wait_for(lambda: (tree.root / ".git/migrate/intent.json").exists())
    time.sleep(0.7)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert run.returncode == 130, err.decode()
    assert b"Traceback" not in err
    assert tree.git("rev-parse", "HEAD") == start
    assert tree.git("status", "--porcelain") == ""
    assert not (tree.root / ".git/migrate/intent.json").exists()
    assert len(tree.git("worktree", "list").splitlines()) == 1


def test_a_commit_hook_that_refuses_is_a_failed_step_with_the_hook_s_words(tree: Tree) -> None:
    hook = tree.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no commits on a Friday >&2\nexit 1\n")
    hook.chmod(0o755)
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "no commits on a Friday" in answer.err
    assert tree.git("rev-parse", "HEAD") == start
    assert tree.git("status", "--porcelain") == ""


def test_a_commit_hook_that_changes_the_judged_files_is_refused(tree: Tree) -> None:
    hook = tree.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho '# formatted' >> src/pkg/a.py\ngit add src/pkg/a.py\n")
    hook.chmod(0o755)
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "a commit hook changed the files" in answer.err
    assert tree.git("rev-parse", "HEAD") == start


def test_what_the_user_edits_while_a_step_is_judged_is_not_overwritten(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, f"echo mine >> {tree.root}/src/pkg/a.py"))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "your checkout changed while step 1.1 was judged" in answer.err
    assert tree.read("src/pkg/a.py") == "x = 1\nmine\n"


def test_a_file_that_was_only_touched_is_not_a_changed_one(tree: Tree) -> None:
    os.utime(tree.root / "src/pkg/a.py", (1, 1))
    assert tree.migrate("apply").code == 0


def test_a_branch_that_moves_while_a_step_is_judged_is_left_alone(tree: Tree) -> None:
    with_plan(tree, plan(STEPS, f"unset GIT_DIR; git -C {tree.root} commit -q --allow-empty -m Meanwhile"))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "moved while step 1.1 was judged" in answer.err
    assert tree.git("log", "-1", "--format=%s") == "Meanwhile"


def test_a_codemod_cannot_write_outside_the_project(tree: Tree) -> None:
    for name in ("../out.py", "/tmp/out.py", ".git/config", "src/../../out.py"):
        with_plan(tree, plan(STEPS.replace('"src/pkg/new.py"', json.dumps(name))))
        answer = tree.migrate("apply")
        assert answer.code != 0
        assert tree.git("status", "--porcelain") == ""
    assert not (tree.root.parent / "out.py").exists()


def test_a_codemod_cannot_write_through_a_symlink(tree: Tree) -> None:
    outside = tree.root.parent / "outside"
    outside.mkdir()
    (tree.root / "src/pkg/link").symlink_to(outside)
    tree.commit()
    with_plan(tree, plan(STEPS.replace("src/pkg/new.py", "src/pkg/link/new.py")))
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "is a symlink" in answer.err
    assert list(outside.iterdir()) == []


def test_a_disk_that_refuses_to_be_written_is_a_failed_step_and_nothing_is_lost(tree: Tree) -> None:
    with_plan(tree, plan(STEPS.replace('line = "world = 2"', f"line = \"world = '{'x' * 90_000}'\"")))
    start = tree.git("rev-parse", "HEAD")
    # A limit on the size of any file stands for the full disk: the write fails in the middle, for us and for git.
    limited = ["bash", "-c", f"ulimit -f 60; exec {sys.executable} -m migrate apply"]
    done = subprocess.run(
        limited,
        cwd=tree.root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MIGRATE_CACHE": str(tree.root.parent)},
    )
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert tree.git("status", "--porcelain") == ""
    assert tree.git("log", "--format=%s", f"{start}..") in ("1.1: Say hello", "")
    assert tree.migrate("apply").code == 0


def test_a_tracker_that_was_just_written_does_not_stop_the_next_step_and_another_file_of_its_name_does(
    tree: Tree,
) -> None:
    assert tree.migrate("report").code == 0
    assert tree.migrate("apply", "--step", "1.1").code == 0
    tree.commit("Keep the tracker")
    assert tree.migrate("report").code == 0
    assert "MIGRATION.md" in tree.git("status", "--porcelain")
    assert tree.migrate("apply", "--step", "1.2").code == 0
    tree.write({"MIGRATION.md": "# How users migrate\n"})
    answer = tree.migrate("apply")
    assert answer.code == 2
    assert "uncommitted changes: MIGRATION.md" in answer.err


def wait_for(there, seconds: float = 20) -> None:
    """Wait until this holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


BISECT = """
[[phase]]
id = 1
  [[phase.step]]
  id = "1.1"
  codemod = "append"
  paths = ["src/pkg/a.py", "src/pkg/b.py", "src/pkg/c.py", "src/pkg/new.py"]
  line = "hello = 1"

  [[phase.step]]
  id = "1.2"
  codemod = "append"
  paths = ["src/pkg/d.py"]
  line = "world = 2"
  needs = ["1.1"]
"""
NO_B = "! grep -q hello src/pkg/b.py || { echo b is not ready; exit 3; }"


@pytest.fixture(params=["worktree", "in-place"])
def bisected(tmp_path: Path, request: pytest.FixtureRequest) -> Tree:
    """A project whose first step is red in one file of four; such steps are bisected."""
    files: dict[str, str | bytes] = {f"src/pkg/{name}.py": f"{name} = 1\n" for name in "abcd"}
    more = f'on_red = "bisect"\nwhere = "{request.param}"'
    return make_tree(tmp_path / "project", {**FILES, **files, "migration.toml": plan(BISECT, NO_B, more)})


def test_what_is_green_of_a_red_step_lands_and_the_rest_is_kept_aside(bisected: Tree) -> None:
    tree = bisected
    start = tree.git("rev-parse", "HEAD")
    answer = tree.migrate("apply", "--format", "json")
    assert answer.code == 1
    (step,) = json.loads(answer.out)["steps"]
    assert (step["step"], step["result"]) == ("1.1", "partial")
    assert "kept aside: src/pkg/b.py: command: judge did not end with 0" in answer.err
    assert tree.git("diff", "--name-only", start, "HEAD", "--", "src").split() == [
        "src/pkg/a.py",
        "src/pkg/c.py",
        "src/pkg/new.py",
    ]
    assert "Landed in part; kept aside: src/pkg/b.py." in tree.git("log", "-1", "--format=%b")
    (entry,) = [json.loads(line) for line in tree.read(".migrate/ledger.jsonl").splitlines()]
    assert list(entry["aside"]) == ["src/pkg/b.py"]
    assert all(verdict["ok"] for verdict in entry["verdicts"])
    rest = tree.root / ".migrate/runs/1.1/rest.patch"
    assert "+hello = 1" in rest.read_text()
    tree.git("apply", "--check", str(rest))
    assert tree.git("status", "--porcelain") == ""


def test_a_step_that_landed_in_part_is_due_still_and_what_needs_it_waits(bisected: Tree) -> None:
    tree = bisected
    tree.migrate("apply")
    head = tree.git("rev-parse", "HEAD")
    states = {row["step"]: row["state"] for row in json.loads(tree.migrate("status", "--format", "json").out)["steps"]}
    assert states["1.1"] == "partial"
    steps = json.loads(tree.migrate("report", "--no-forecast", "--format", "json").out)["phases"][0]["steps"]
    assert (steps[0]["state"], [one["path"] for one in steps[0]["aside"]]) == ("partial", ["src/pkg/b.py"])
    told = tree.migrate("report", "--no-forecast", "-o", "-").out
    assert "- [ ] **1.1**" in told
    assert "landed in part" in told
    again = tree.migrate("apply", "--keep-going", "--format", "json")
    assert again.code == 1
    assert {step["step"]: step["result"] for step in json.loads(again.out)["steps"]} == {"1.1": "red", "1.2": "blocked"}
    assert tree.git("rev-parse", "HEAD") == head, "nothing more is green: nothing more lands"


def test_the_rest_lands_as_another_part_and_each_is_taken_back_by_itself(bisected: Tree) -> None:
    tree = bisected
    before = {name: text for name, text in tree.files().items() if name.startswith("src/")}
    tree.migrate("apply")
    with_plan(tree, tree.read("migration.toml").replace("! grep -q hello src/pkg/b.py || {", "true || {"))
    answer = tree.migrate("apply")
    assert answer.code == 0, answer.err
    entries = [json.loads(line) for line in tree.read(".migrate/ledger.jsonl").splitlines()]
    assert [(one["step"], one["part"], list(one["files"]), bool(one["aside"])) for one in entries] == [
        ("1.1", 1, ["src/pkg/a.py", "src/pkg/c.py", "src/pkg/new.py"], True),
        ("1.1", 2, ["src/pkg/b.py"], False),
        ("1.2", 1, ["src/pkg/d.py"], False),
    ]
    (step, _) = json.loads(tree.migrate("report", "--no-forecast", "--format", "json").out)["phases"][0]["steps"]
    assert (step["state"], len(step["files"])) == ("green", 4)
    assert "nothing is due" in tree.migrate("apply").err
    assert "step 1.2 needs 1.1" in tree.migrate("undo", "--step", "1.1").err
    for _ in range(3):
        answer = tree.migrate("undo")
        assert answer.code == 0, answer.err
    assert {name: text for name, text in tree.files().items() if name.startswith("src/")} == before
    assert "no step is applied" in tree.migrate("undo").err


def test_the_hunks_of_a_red_file_that_are_green_land(tmp_path: Path) -> None:
    replacing = ERASE.replace("class Erase", "class Upper").replace(
        "workspace.change(path, None) for", "workspace.change(path, workspace.read(path).replace(b'x', b'X')) for"
    )
    lines = [f"{'x' if number % 8 == 0 else 'y'}{number} = 0" for number in range(40)]
    steps = """
[[phase]]
id = 1
  [[phase.step]]
  id = "1.1"
  codemod = "upper"
  paths = ["src/pkg/a.py", "src/pkg/c.py"]
"""
    files: dict[str, str | bytes] = {
        **FILES, "codemods/upper.py": replacing, "src/pkg/a.py": "\n".join(lines) + "\n", "src/pkg/c.py": "x = 1\n",
        "migration.toml": plan(steps, "! grep -q X16 src/pkg/a.py", 'on_red = "bisect"'),
    }  # fmt: skip
    tree = make_tree(tmp_path / "project", files)
    assert tree.migrate("apply").code == 1
    assert tree.read("src/pkg/c.py") == "X = 1\n"
    assert tree.read("src/pkg/a.py") == "\n".join(lines).replace("x", "X").replace("X16", "x16") + "\n"
    assert tree.read(".migrate/runs/1.1/rest.patch").count("\n+X") == 1


def test_a_bisection_asks_the_gate_no_more_than_it_may(bisected: Tree) -> None:
    with_plan(bisected, bisected.read("migration.toml").replace("[[phase]]", "[gate.bisect]\nruns = 1\n\n[[phase]]", 1))
    answer = bisected.migrate("apply")
    assert answer.code == 1
    assert answer.err.count("bisect: run") == 1
    assert answer.err.count("of at most 1") == 1


RETEXT = '''"""Rename f to g in some files."""
import re
from pathlib import PurePosixPath
from migrate.codemods import Codemod
from migrate.model import Move, Outcome
from migrate.options import Options as Base

class Retext(Codemod):
    class Options(Base):
        alias: str = ""

    def run(self, workspace):
        changes = []
        for path in sorted(workspace.glob(["src/pkg/*.py"])):
            text = re.sub(rb"\\bf\\b", b"g", workspace.read(path)).replace(b"+ 0", b"+ 1")
            if b"def g" in text and b"f = g" not in text:
                text += self.options.alias.encode()
            changes.append(workspace.change(path, text))
        left = "reexport" if self.options.alias else "nothing"
        return Outcome(tuple(changes), (Move("pkg.a.f", "pkg.a.g", "symbol", left),))
'''


@pytest.mark.parametrize("alias", [True, False])
def test_partners_are_kept_aside_together_and_moves_are_recorded_only_where_they_are_done(
    tmp_path: Path, alias: bool
) -> None:
    steps = """
[[phase]]
id = 1
  [[phase.step]]
  id = "1.1"
  codemod = "retext"
  removes = [{ name = "pkg.x.f", reason = "an import" }, { name = "pkg.y.f", reason = "an import" }]
"""
    gate = f"[gate]\nrun = {json.dumps(f'{sys.executable} -m pytest -q')}\non_red = 'bisect'\n"
    options = '  alias = "f = g\\n"\n' if alias else ""
    files: dict[str, str | bytes] = {
        "codemods/retext.py": RETEXT,
        "src/pkg/__init__.py": "",
        "src/pkg/a.py": "def f():\n    return 1\n",
        "src/pkg/x.py": "from pkg.a import f\n\n\ndef x():\n    return f()\n",
        "src/pkg/y.py": "from pkg.a import f\n\n\ndef y():\n    n = f()\n\n    return n + 0\n",
        "src/pkg/z.py": "def z():\n    f = 3\n    return f\n",
        "tests/test_all.py": "from pkg.x import x\nfrom pkg.y import y\n\n\ndef test_x():\n    assert x() == 1\n\n\n"
        "def test_y():\n    assert y() == 1\n",
        ".gitignore": "__pycache__\n.pytest_cache\n",
        "migration.toml": f"[project]\nname = 'small'\nsource = ['src']\n{gate}{steps}{options}",
    }
    tree = make_tree(tmp_path / "project", files)
    answer = tree.migrate("apply")
    assert answer.code == 1, answer.err
    (entry,) = [json.loads(line) for line in tree.read(".migrate/ledger.jsonl").splitlines()]
    if alias:
        assert list(entry["aside"]) == ["src/pkg/y.py"]
        assert "tests: 1 tests broken" in entry["aside"]["src/pkg/y.py"]
        assert "tests/test_all.py::test_y" in entry["aside"]["src/pkg/y.py"]
        assert [move["old"] for move in entry["moves"]] == ["pkg.a.f"]
        assert "from pkg.a import g" in tree.read("src/pkg/y.py"), "these hunks are green together"
        assert "+ 0" in tree.read("src/pkg/y.py")
    else:
        assert list(entry["aside"]) == ["src/pkg/a.py", "src/pkg/x.py", "src/pkg/y.py"]
        assert entry["moves"] == []
        assert "def f" in tree.read("src/pkg/a.py")
    assert "g = 3" in tree.read("src/pkg/z.py")
    assert tree.migrate("gate").code == 0


def test_ctrl_c_in_a_bisection_leaves_nothing_of_the_step(bisected: Tree, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    where = "in-place" if '"in-place"' in bisected.read("migration.toml") else "worktree"
    with_plan(bisected, plan(BISECT, f"{NO_B}; touch {sign}; sleep 60", f'on_red = "bisect"\nwhere = "{where}"'))
    head = bisected.git("rev-parse", "HEAD")
    process = subprocess.Popen(
        [sys.executable, "-m", "migrate", "apply"], cwd=bisected.root, stderr=subprocess.DEVNULL, start_new_session=True
    )
    wait_for(sign.exists, 60)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert bisected.git("rev-parse", "HEAD") == head
    assert bisected.git("status", "--porcelain") == ""
    assert "hello" not in bisected.read("src/pkg/a.py")


def test_a_kill_in_a_bisection_is_settled_by_the_next_run(bisected: Tree, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    where = "in-place" if '"in-place"' in bisected.read("migration.toml") else "worktree"
    slow = f"{NO_B}; test -e {sign} || {{ touch {sign}; sleep 60; }}"
    with_plan(bisected, plan(BISECT, slow, f'on_red = "bisect"\nwhere = "{where}"'))
    process = subprocess.Popen(
        [sys.executable, "-m", "migrate", "apply"], cwd=bisected.root, stderr=subprocess.DEVNULL, start_new_session=True
    )
    wait_for(sign.exists, 60)
    process.kill()
    process.wait(30)
    answer = bisected.migrate("apply")
    assert answer.code == 1
    assert "an earlier run was stopped in step 1.1" in answer.err
    assert "◐ 1.1  partial" in answer.err
    assert "hello" in bisected.read("src/pkg/a.py")
    assert bisected.git("status", "--porcelain") == ""
