"""The migration of legacy_runtime/: what its plan makes of it is target_runtime/ and csrc/, byte for byte, from wherever it starts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from reference import LEGACY, PLAN, carried_out, differences, placed, reference, scratch
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


@pytest.fixture(scope="module")
def found(legacy: Tree) -> list[dict[str, Any]]:
    """What `migrate analyze` finds."""
    findings: list[dict[str, Any]] = json.loads(
        legacy.migrate("analyze", "--format", "json", "--fail-on", "never").out
    )["findings"]
    return findings


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


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("undefined-name", ["runtime_edited/order.py"]),
        ("duplicate-function", ["runtime_edited/order.py", "runtime_edited/planner.py"]),
        ("edited-twin", ["runtime_edited"]),
        ("edited-twin", ["csrc_edited"]),
        ("shim-use", ["tools/plan_stats.py"]),
        ("same-name-class", ["runtime/ir.py", "runtime_edited/ir.py"]),
    ],
)
def test_the_analyzers_name_what_is_wrong_with_the_tree(
    found: list[dict[str, Any]], code: str, places: list[str]
) -> None:
    told = [[place["path"] for place in finding["locations"]] for finding in found if finding["code"] == code]
    assert any(set(places) <= set(paths) for paths in told), told


def test_op_numbers_agree_before_and_a_copy_of_the_old_ones_would_not_after(legacy: Tree, dry: Answer) -> None:
    assert legacy.migrate("analyze", "--select", "enum-sync").code == 0
    tree = copy(legacy, "third-copy")
    ablation = legacy.read("csrc/ablation/dispatch.c")
    carried_out(tree, dry.out)
    assert tree.migrate("analyze", "--select", "enum-sync").code == 0
    tree.write({"csrc/ablation/dispatch.c": ablation})
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


QUICK = ("1.13", "3.3", "4.1")


@pytest.mark.parametrize(
    "at", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in DUE[:-1]]
)
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


# with the gate: minutes

SKIP = '@pytest.mark.skip(reason="later")\n'
BROKEN = {
    "1": (
        "tests/test_executor.py",
        "def test_outputs_belong_to_the_caller",
        f"{SKIP}def test_outputs_belong_to_the_caller",
    ),
    "2": ("runtime_edited/executor/__init__.py", "InterpretedExecutor, NumpyBackend\n", "InterpretedExecutor\n"),
    "3": ("csrc/shape.c", "    memcpy(step->out.data, step->in[0].data, ", "    memset(step->out.data, 0, "),
    "4": ("tests/test_planner.py", "def test_an_arena_too_small", f"{SKIP}def test_an_arena_too_small"),
    "5": ("runtime/__init__.py", "import run_passes", "import optimize"),
}
"""For each phase a file of the tree after it, and what harms it: tests that are skipped, names that are lost, a kernel of zeros."""
NAMED = {
    "1": "tests/test_executor.py::test_outputs_belong_to_the_caller",
    "2": "NumpyBackend",
    "3": "tests/test_executor.py::test_reshape_of_a_graph_input",
    "4": "tests/test_planner.py::test_an_arena_too_small_is_found_out",
    "5": "run_passes",
}


def harm(tree: Tree, phase: str) -> str:
    """A phase of one step that does it."""
    file, old, new = BROKEN[phase]
    (line,) = [line for line in tree.read(file).splitlines(keepends=True) if old in line]
    return f"""
[[phase]]
id = "harm"

  [[phase.step]]
  id      = "harm-{phase}"
  codemod = "snippet"
  action  = "replace"
  file    = "{file}"
  anchor  = '''
{line}'''
  code    = '''
{line.replace(old, new)}'''
"""


@pytest.mark.slow
def test_with_the_gate_every_step_is_green_and_what_breaks_it_is_not(legacy: Tree) -> None:
    """After each phase a step that does harm is red, named and rolled back; then the plan goes on, to the same bytes."""
    tree = copy(legacy, "gated")
    plan = tree.read(PLAN)
    for phase in BROKEN:
        answer = tree.migrate("apply", "--phase", phase)
        assert answer.code == 0, answer.err[-3000:]
        here = tree.git("rev-parse", "HEAD")
        tree.write({PLAN: plan + harm(tree, phase)})
        harmed = tree.commit()
        answer = tree.migrate("apply", "--phase", "harm")
        assert answer.code == 1
        assert NAMED[phase] in answer.err + answer.out
        assert (tree.git("rev-parse", "HEAD"), tree.git("status", "--porcelain")) == (harmed, "")
        tree.git("reset", "-q", "--hard", here)
    green = tree.git("log", "--format=%(trailers:key=Migrate-Step,valueonly)").split()
    assert sorted(green) == sorted(DUE)
    assert first(differences(placed(tree), reference())) == ""


@pytest.mark.slow
def test_a_library_of_the_old_numbers_that_survives_the_swap_is_refused(legacy: Tree, dry: Answer) -> None:
    tree = copy(legacy, "stale")
    subprocess.run(["make", "-s", "-C", "csrc"], cwd=tree.root, check=True)
    carried_out(tree, dry.out)
    assert (tree.root / "csrc/build/libruntime.so").exists()
    command = [sys.executable, "-c", "from runtime.native import library; library()"]
    done = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False)
    assert "was built from another source" in done.stderr
    subprocess.run(["make", "-s", "-C", "csrc"], cwd=tree.root, check=True)
    subprocess.run(command, cwd=tree.root, check=True)


@pytest.mark.slow
def test_without_the_repairs_the_tests_of_the_rewrite_do_not_get_in(legacy: Tree) -> None:
    tree = copy(legacy, "unrepaired")
    tree.write({PLAN: without(tree.read(PLAN), "1.9", *DUE[DUE.index("1.13") + 1 :], *ENDING)})
    tree.commit()
    answer = tree.migrate("apply")
    assert answer.code == 1
    assert "1.13  red" in answer.err
    assert "tests/test_traps.py::test_a_slice_keeps_its_offset_through_further_views" in answer.err
