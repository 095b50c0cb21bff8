"""The plan of the compiler backend that ships, end to end: ten functions become a pipeline, and nothing that is emitted changes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import goldens
import pytest
from trees import REPO, Tree, make_tree

from migrate.model import Json

pytestmark = pytest.mark.xdist_group("tt_pipeline")  # they share one migrated example
EXAMPLE = REPO / "examples/tt_pipeline"
STEPS = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2", "3.3"]
COMMIT = re.compile("`[0-9a-f]{10}`")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The example in a repository of its own, as it ships."""
    root = tmp_path_factory.mktemp("example") / "tt_pipeline"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache", ".migrate"))
    return make_tree(root, {})


@pytest.fixture(scope="module")
def migrated(pristine: Tree) -> Tree:
    """The same after `migrate apply`, with the gate on."""
    tree = scratch(pristine, "migrated")
    with pytest.MonkeyPatch.context() as patch:
        for who in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{who}_DATE", "2026-01-05T09:00:00+00:00")
        answer = tree.migrate("apply", "--format", "json")
    assert answer.code == 0, answer.err
    assert [(step["step"], step["result"]) for step in json.loads(answer.out)["steps"]] == [
        (step, "green") for step in STEPS
    ]
    return tree


def scratch(tree: Tree, name: str, step: str = "") -> Tree:
    """A copy, as that step left it."""
    root = tree.root.parent / name
    subprocess.run(["cp", "-a", str(tree.root), str(root)], check=True)
    copy = Tree(root)
    if step:
        found = copy.git("log", "--format=%H", f"--grep=^Migrate-Step: {re.escape(step)}$")
        copy.git("checkout", "-q", "--detach", found)
    return copy


def suite(tree: Tree, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False)


def plan_of(tree: Tree, size: int) -> Json:
    """The runtime plan that the package makes of the graph of its tests."""
    code = (
        "import json, sys; sys.path[:0] = ['src', 'tests']\n"
        "import conftest, tt_pipeline\n"
        f"print(json.dumps(tt_pipeline.compile_graph(conftest.model(), {size})))\n"
    )
    command = [sys.executable, "-B", "-W", "ignore", "-c", code]
    return json.loads(subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=True).stdout)


def test_every_claim_of_the_plan_holds_and_nothing_is_refused(pristine: Tree) -> None:
    answer = pristine.migrate("plan", "--format", "json")
    assert answer.code == 0, answer.err
    steps = json.loads(answer.out)["steps"]
    assert [step["step"] for step in steps] == STEPS
    assert all(claim["holds"] for step in steps for claim in step["claims"])
    assert not any(step["refusals"] for step in steps)


def test_lower_is_one_call_of_the_pipeline_and_its_comments_are_kept(migrated: Tree) -> None:
    text = migrated.read("src/tt_pipeline/lowering.py")
    assert text.count("run_pipeline(") == 1
    assert "# Constants first: the fuser matches what is left.\n        FoldConstants()," in text
    assert 'Fuse("activation"),  # after the bias, which may stand between\n' in text
    assert "passes import" not in text


def test_the_old_tests_pass_through_compat_with_warnings_that_name_their_own_lines(migrated: Tree) -> None:
    tree = scratch(migrated, "between", "2.2")
    done = suite(tree, "-W", "always::DeprecationWarning")
    assert done.returncode == 0, done.stdout
    warned = re.findall(
        r"(tests/\w+\.py):(\d+): DeprecationWarning: tt_pipeline\.passes\.(\w+) is deprecated", done.stdout
    )
    lines = {file: tree.read(file).splitlines() for file, _, _ in warned}
    assert len({old for _, _, old in warned}) == 10
    for file, line, old in warned:
        assert old in lines[file][int(line) - 1] or "import" in lines[file][int(line) - 1]
    assert not re.search(r"src/\S+: DeprecationWarning", done.stdout)


def test_at_the_end_nothing_warns_and_nothing_of_the_old_is_left(migrated: Tree) -> None:
    done = suite(migrated, "-W", "error::DeprecationWarning")
    assert done.returncode == 0, done.stdout
    assert not (migrated.root / "src/tt_pipeline/passes.py").exists()
    assert not (migrated.root / "src/tt_pipeline/legacy").exists()
    assert sorted(path.name for path in (migrated.root / "csrc").iterdir()) == ["executor.cpp", "executor.h"]
    assert migrated.git("status", "--porcelain") == ""


@pytest.mark.parametrize("size", [1, 16, 32])
def test_the_runtime_plan_is_the_same_before_and_after(pristine: Tree, migrated: Tree, size: int) -> None:
    assert plan_of(pristine, size) == plan_of(migrated, size)


@pytest.mark.parametrize(
    ("step", "place", "what"),
    [
        ("2.1", "src/tt_pipeline/passes.py:7", "`tt_pipeline.legacy"),
        ("2.2", "src/tt_pipeline/legacy/native.py:17", "`tt_legacy_fold`"),
    ],
)
def test_what_is_still_asked_for_cannot_be_deleted(pristine: Tree, step: str, place: str, what: str) -> None:
    tree = scratch(pristine, f"early-{step}")
    text = tree.read("migration.toml")
    tree.write({"migration.toml": re.sub(r'needs   = \["[12]\.1"\]\n  paths', "paths", text)})
    answer = tree.migrate("plan", "--step", step)
    assert answer.code == 1
    assert f"{place}: still-referenced: refers to {what}" in answer.out


def test_the_old_names_cannot_end_while_the_tests_use_them(migrated: Tree) -> None:
    tree = scratch(migrated, "too-early", "2.2")
    tree.write({"migration.toml": tree.read("migration.toml").replace('needs   = ["3.1", "3.2"]', "")})
    answer = tree.migrate("plan", "--step", "3.3")
    assert "tests/test_passes.py" in answer.out
    assert "compat-in-use" in answer.out


def test_the_tracker_is_as_it_was_last_read(migrated: Tree) -> None:
    text = migrated.migrate("report", "-o", "-").out
    goldens.check("tt_pipeline.md", COMMIT.sub("`commit`", text))
