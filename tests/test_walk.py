"""The whole walk on the shipped example: analyze, plan, dry run, apply, gate, tracker; each with its real parts."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pytest
from trees import REPO, Tree, make_tree

pytestmark = pytest.mark.xdist_group("walk")  # they share one migrated example
EXAMPLE = REPO / "examples/kernel_pytorch"
AVAILABLE = {"1.1", "1.3", "2.1", "2.2", "2.3", "4.3"}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The example in a repository of its own, as it ships."""
    root = tmp_path_factory.mktemp("example") / "kernel_pytorch"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache", ".migrate"))
    return make_tree(root, {})


@pytest.fixture(scope="module")
def migrated(pristine: Tree) -> Tree:
    """The same after `migrate apply`: every available step of every phase."""
    root = pristine.root.parent / "migrated"
    subprocess.run(["cp", "-a", str(pristine.root), str(root)], check=True)
    tree = Tree(root)
    with pytest.MonkeyPatch.context() as patch:
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_DATE", "2026-01-05T09:00:00+00:00")
        answer = tree.migrate("apply", "--format", "json")
    assert answer.code == 0, answer.err
    assert {step["step"]: step["result"] for step in json.loads(answer.out)["steps"]} == dict.fromkeys(
        AVAILABLE, "green"
    )
    return tree


def scratch(tree: Tree, name: str) -> Tree:
    """A copy to spoil."""
    root = tree.root.parent / name
    subprocess.run(["cp", "-a", str(tree.root), str(root)], check=True)
    return Tree(root)


def test_every_claim_of_the_shipped_plan_holds_and_nothing_is_refused(pristine: Tree) -> None:
    answer = pristine.migrate("plan", "--format", "json")
    assert answer.code == 0, answer.err
    plan = json.loads(answer.out)
    assert {step["step"] for step in plan["steps"]} == AVAILABLE
    assert all(claim["holds"] for step in plan["steps"] for claim in step["claims"])
    assert {item["state"] for item in plan["left_out"]} == {"not available"}


def test_dry_run_is_byte_for_byte_what_apply_then_did(pristine: Tree, migrated: Tree) -> None:
    dry = pristine.migrate("apply", "--dry-run")
    assert dry.code == 0, dry.err
    (pristine.root.parent / "dry.patch").write_text(dry.out)
    pristine.git("apply", "--check", str(pristine.root.parent / "dry.patch"))
    start = migrated.git("rev-list", "--max-parents=0", "HEAD")
    assert (
        dry.out
        == migrated.git("diff", "--binary", "--full-index", "--no-renames", start, "HEAD", "--", ".", ":!.migrate")
        + "\n"
    )


def test_the_suite_passes_the_same_tests_and_every_module_imports(migrated: Tree) -> None:
    done = subprocess.run(
        ["python", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=migrated.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert migrated.git("status", "--porcelain") == ""


def test_the_gate_is_green_on_what_apply_left_and_on_the_committed_baseline(migrated: Tree) -> None:
    answer = migrated.migrate("gate", "--format", "json")
    assert answer.code == 0, answer.out
    assert {verdict["check"] for verdict in json.loads(answer.out)["verdicts"]} == {
        "parse",
        "imports",
        "api",
        "cycles",
        "tests",
    }


def test_the_gate_names_what_broke_where_someone_undid_half_of_a_step_by_hand(migrated: Tree) -> None:
    tree = scratch(migrated, "half-undone")
    compat = tree.root / "src/kernel_pytorch/optimizations/next_gen/ultra_precision.py"
    assert compat.is_file()
    compat.unlink()
    tree.commit("Nobody needs this any more")
    answer = tree.migrate("gate")
    assert answer.code == 1
    assert "kernel_pytorch.optimizations.next_gen.ultra_precision" in answer.out


def test_any_prefix_of_the_steps_resumes_to_the_same_bytes(pristine: Tree, migrated: Tree) -> None:
    tree = scratch(pristine, "resumed")
    for words in (["--phase", "1"], ["--step", "2.1"], []):
        answer = tree.migrate("apply", *words)
        assert answer.code == 0, answer.err
    assert tree.git("rev-parse", "HEAD^{tree}") == migrated.git("rev-parse", "HEAD^{tree}")
    head = tree.git("rev-parse", "HEAD")
    assert "nothing is due" in tree.migrate("apply").err
    assert tree.git("rev-parse", "HEAD") == head


def test_undo_of_every_step_gives_back_the_first_tree(migrated: Tree, pristine: Tree) -> None:
    tree = scratch(migrated, "undone")
    for _ in AVAILABLE:
        answer = tree.migrate("undo")
        assert answer.code == 0, answer.err
    changed = tree.git(
        "diff", "--stat", tree.git("rev-list", "--max-parents=0", "HEAD"), "HEAD", "--", ".", ":!.migrate"
    )
    assert changed == ""


def test_the_tracker_ticks_only_what_the_ledger_holds(pristine: Tree, migrated: Tree) -> None:
    before, after = pristine.migrate("report", "-o", "-"), migrated.migrate("report", "-o", "-")
    assert before.code == after.code == 0, after.err
    assert before.out.count("- [x]") == 0
    assert after.out.count("- [x]") == len(AVAILABLE)


def test_the_sample_in_docs_is_the_example_s_tracker(migrated: Tree) -> None:
    """`make golden` writes it. Commits and the sizes of compressed files may differ from machine to machine: ids are masked."""
    sample, now = REPO / "docs/sample-tracker.md", migrated.migrate("report", "-o", "-").out
    if os.environ.get("MIGRATE_GOLDEN") == "write":
        sample.write_text(now)
    commit = re.compile("`[0-9a-f]{10}`")
    assert commit.sub("`commit`", now) == commit.sub("`commit`", sample.read_text())
