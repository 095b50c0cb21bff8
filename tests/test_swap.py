"""The migration of legacy_runtime/: what its plan makes of it is target_runtime/ and csrc/, byte for byte, from wherever it starts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator

import pytest
from reference import LEGACY, PLAN, carried_out, differences, reference, scratch
from trees import REPO, Answer, Tree

pytestmark = pytest.mark.xdist_group("swap")  # they share the migrated trees
TABLE = tomllib.loads((REPO / LEGACY / PLAN).read_text())
STEPS = {step["id"]: step for phase in TABLE["phase"] for step in phase["step"]}
DUE = [name for name, step in STEPS.items() if "when" not in step]
ENDING = [name for name, step in STEPS.items() if "when" in step]
SNIPPET_LINES = 150


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """legacy_runtime/ as it stands, in a repository of its own."""
    return scratch(tmp_path_factory.mktemp("swap") / "legacy")


@pytest.fixture(scope="module")
def dry(legacy: Tree) -> Answer:
    """The dry run of all phases."""
    return legacy.migrate("apply", "--dry-run")


def copy(tree: Tree, name: str) -> Tree:
    """The same in another folder."""
    folder = tree.root.parent.parent / name
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(tree.root.parent), str(folder)], check=True)
    return Tree(folder / LEGACY)


def first(diffs: Iterator[str]) -> str:
    return next(diffs, "")


def without(plan: str, *steps: str) -> str:
    """The plan without these steps, and without the need of them."""
    for step in steps:
        plan = re.sub(
            rf'  \[\[phase\.step\]\]\n  id      = "{re.escape(step)}"\n.*?(?=\n  \[\[|\n\[\[|\Z)',
            "",
            plan,
            flags=re.DOTALL,
        )
        plan = re.sub(rf'(?<=[\[ ])"{re.escape(step)}"(?:, )?(?=[^\n]*\]\n)', "", plan)
    return plan


# without the gate: all of it in seconds


def test_the_plan_makes_the_reference_byte_for_byte(legacy: Tree, dry: Answer) -> None:
    assert dry.code == 0, dry.err
    tree = copy(legacy, "carried-out")
    assert first(differences(carried_out(tree, dry.out), reference())) == "", "run `make reference`"


def test_every_claim_holds_and_nothing_is_refused(legacy: Tree) -> None:
    answer = legacy.migrate("plan", "--phase", "1", "--format", "json")
    assert answer.code == 0, answer.err
    steps = json.loads(answer.out)["steps"]
    assert all(claim["holds"] for step in steps for claim in step["claims"])
    claims = [step["claims"] for step in STEPS.values() if "claims" in step]
    assert {"path": "runtime_edited/order.py", "undefined_names": True} in claims[0]
    assert not any(step["refusals"] for step in steps)


def test_no_step_reads_the_reference_and_snippets_are_few() -> None:
    text = (REPO / LEGACY / PLAN).read_text()
    assert "target_runtime" not in text
    assert "../" not in text.replace("../migration.schema.json", "")
    code = "".join(step.get("code", "") for step in STEPS.values() if step["codemod"] == "snippet")
    assert len([line for line in code.splitlines() if line.strip()]) < SNIPPET_LINES


def test_the_end_of_the_facade_is_shown_and_not_due(legacy: Tree, dry: Answer) -> None:
    assert ENDING
    assert not any(f"{step}  " in dry.err for step in ENDING)
    answer = legacy.migrate("status")
    for step in ENDING:
        assert re.search(
            rf"{re.escape(step)}\b.*not due: waits for version >= 0\.6\.0; the project has 0\.4\.2", answer.out
        )


def test_in_its_version_the_facade_ends(legacy: Tree, dry: Answer) -> None:
    tree = copy(legacy, "0.6")
    carried_out(tree, dry.out)
    tree.write({"pyproject.toml": tree.read("pyproject.toml").replace('version = "0.4.2"', 'version = "0.6.0"')})
    tree.write({PLAN: without(tree.read(PLAN), *DUE)})
    tree.commit()
    answer = tree.migrate("apply", "--dry-run")
    assert answer.code == 0, answer.err
    carried_out(tree, answer.out)
    assert not (tree.root / "runtime/executor/legacy.py").exists()
    assert "Executor" not in tree.read("runtime/__init__.py")


def test_the_analyzers_name_what_is_wrong_with_the_tree(legacy: Tree) -> None:
    answer = legacy.migrate("analyze", "--format", "json", "--fail-on", "never")
    told = [
        (item["code"], [place["path"] for place in item["locations"]]) for item in json.loads(answer.out)["findings"]
    ]
    paths = {path for _, places in told for path in places}
    assert any(
        code == "duplicate-function" and {"runtime_edited/order.py", "runtime_edited/planner.py"} <= set(places)
        for code, places in told
    )
    assert any(path.startswith("runtime_edited") for path in paths)


def test_op_numbers_agree_before_and_a_copy_of_the_old_ones_would_not_after(legacy: Tree, dry: Answer) -> None:
    assert legacy.migrate("analyze", "--select", "enum-sync").code == 0
    tree = copy(legacy, "third-copy")
    ablation = legacy.read("csrc/ablation/dispatch.c")
    carried_out(tree, dry.out)
    assert tree.migrate("analyze", "--select", "enum-sync").code == 0
    tree.write({"csrc/ablation/dispatch.c": ablation})
    shutil.rmtree(tree.root / "archive")
    answer = tree.migrate("analyze", "--select", "enum-sync")
    assert answer.code == 1
    assert "OP_ADD of csrc/ablation/dispatch.c is 2" in answer.out


def test_twins_that_are_not_equal_are_not_folded(legacy: Tree) -> None:
    tree = copy(legacy, "twins")
    step = """
[[phase]]
id = 9

  [[phase.step]]
  id      = "9.1"
  codemod = "extract-function"
  places  = ["runtime.planner._resolve_alias", "runtime.executor._resolve_alias"]
  into    = "runtime.aliases.resolve"
  level   = "exact"
"""
    plan = without((REPO / LEGACY / PLAN).read_text(), *STEPS).split("[[phase]]")[0]
    tree.write({PLAN: plan + step})
    answer = tree.migrate("plan")
    assert answer.code == 1
    assert "refused" in answer.out


@pytest.mark.parametrize("at", ["1.3", "1.13", "2.6", "3.3", "3.4", "4.1"])
def test_any_prefix_of_the_steps_leads_to_the_same_bytes(legacy: Tree, at: str) -> None:
    tree = copy(legacy, f"prefix-{at}")
    plan = tree.read(PLAN)
    later = DUE[DUE.index(at) + 1 :]
    tree.write({PLAN: without(plan, *later, *ENDING)})
    tree.commit()
    answer = tree.migrate("apply", "--dry-run")
    assert answer.code == 0, answer.err
    carried_out(tree, answer.out)
    tree.write({PLAN: without(plan, *DUE[: DUE.index(at) + 1], *ENDING)})
    tree.commit()
    answer = tree.migrate("apply", "--dry-run")
    assert answer.code == 0, answer.err
    assert first(differences(carried_out(tree, answer.out), reference())) == ""
