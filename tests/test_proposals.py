"""Steps drawn from findings: each was tried, each saving was counted, and the plan that holds them can be applied."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrate import forecast, proposals
from migrate.cli import cli
from migrate.plan import load

EXAMPLE = Path(__file__).parents[1] / "examples" / "kernel_pytorch"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The shipped example without its plan."""
    tree = tmp_path / "example"
    shutil.copytree(EXAMPLE, tree, ignore=shutil.ignore_patterns("migration.toml", "MIGRATION.md", "__pycache__", ".*"))
    return tree


def migrate(tree: Path, *words: str) -> Result:
    """The command, run in this folder; exit 0 is expected."""
    result = CliRunner().invoke(cli, ["-C", str(tree), *words])
    assert result.exit_code == 0, result.output
    return result


def test_a_proposed_plan_does_in_its_own_order_what_it_promises(example: Path) -> None:
    text = migrate(example, "init", "--propose").stdout
    (example / "migration.toml").write_text(text)
    promised = dict(
        zip(re.findall(r'(?m)^  id +="? ?"([\d.]+)"', text.replace('= "', '="')), _savings(text), strict=True)
    )
    plan = load(example / "migration.toml")
    assert promised
    workspace = forecast.workspace_of(plan)
    found = {}
    for taken, after in forecast.walk(plan, forecast.schedule(plan, ()), workspace):
        assert taken.outcome.refusals == ()
        found[taken.step.id] = proposals.saved_lines(taken.outcome.changes)
        workspace = after
    assert found == promised


def _savings(text: str) -> list[int]:
    return [
        int(number) * (-1 if word == "Adds" else 1) for word, number in re.findall(r"# (Saves|Adds) (\d+) line", text)
    ]


def test_a_step_that_was_refused_is_a_comment_with_the_place_and_the_reason(example: Path) -> None:
    text = migrate(example, "init", "--propose").stdout
    steps = [step["codemod"] for phase in tomllib.loads(text)["phase"] for step in phase["step"]]
    refused = text.partition("# Tried, and refused:")[2]
    assert "delete-path" in steps
    assert "delete-path: Delete src/kernel_pytorch/distributed/ring_old.py" in refused
    assert "src/kernel_pytorch/distributed/collectives.py:60: still-referenced" in refused


def test_as_many_steps_are_proposed_as_were_asked_for(example: Path) -> None:
    text = migrate(example, "init", "--propose", "--steps", "2").stdout
    assert sum(len(phase["step"]) for phase in tomllib.loads(text)["phase"]) == 2


def test_nothing_is_written_and_a_clean_tree_gets_the_plain_starter(tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("x = 1\n")
    assert migrate(tmp_path, "init", "--propose").stdout == migrate(tmp_path, "init").stdout
    assert [path.name for path in tmp_path.iterdir()] == ["clean.py"]


def test_an_explained_finding_shows_the_step_its_saving_and_its_diff(example: Path) -> None:
    listing = migrate(example, "analyze", "--select", "leftovers", "--fail-on", "never").stdout
    match = re.search(r"scheduler_edited\.py:1 +([0-9a-f]{16})", listing)
    assert match
    shown = migrate(example, "analyze", "--explain", match[1]).stdout
    assert 'paths   = ["src/kernel_pytorch/compiler/scheduler_edited.py"]' in shown
    assert f"Saves 31 lines in 1 file. Takes away {match[1]}." in shown
    assert "--- a/src/kernel_pytorch/compiler/scheduler_edited.py" in shown
