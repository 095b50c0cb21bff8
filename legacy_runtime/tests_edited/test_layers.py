"""Who may import whom: the runtime knows no tool, and only its exporter and its generation know torch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "runtime_edited").rglob("*.py"))
FLOOR = {"dims": set(), "ir": {"dims", "ops"}, "ops": {"dims", "ir"}, "order": {"dims", "ir"}}
"""The lowest modules, and what of the runtime each of them may import."""


def imports(path: Path, everywhere: bool = True) -> Iterator[str]:
    """The modules that a file imports; without `everywhere`, those that importing it imports."""
    tree = ast.parse(path.read_text())
    nodes = ast.walk(tree) if everywhere else iter(tree.body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            yield node.module or ""


def test_the_runtime_knows_no_tool_and_little_else() -> None:
    for path in SOURCES:
        top = {name.split(".")[0] for name in imports(path)}
        allowed = {"runtime_edited", "numpy", *sys.stdlib_module_names}
        if "exporter" in path.parts or path.name == "generation.py":
            allowed.add("torch")
        assert top <= allowed, path
        if "exporter" not in path.parts:
            assert "torch" not in {name.split(".")[0] for name in imports(path, everywhere=False)}, path


@pytest.mark.parametrize("name", FLOOR)
def test_the_floor_knows_nothing_above_it(name: str) -> None:
    path = ROOT / "runtime_edited" / f"{name}.py"
    assert {module.partition(".")[2] for module in imports(path) if "runtime_edited" in module} <= FLOOR[name]


def test_the_planner_and_its_judge_share_no_code() -> None:
    judge = (ROOT / "runtime_edited" / "judge.py").read_text()
    tree = ast.parse(judge)
    taken = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "runtime_edited.planner"
             for alias in node.names}  # fmt: skip
    assert taken == {"Layout", "Plan", "Storage"}  # what it judges, and nothing that computes
    assert "runtime_edited.order" not in set(imports(ROOT / "runtime_edited" / "judge.py"))


def test_importing_the_runtime_imports_numpy_and_no_torch() -> None:
    program = "import sys, runtime_edited; sys.exit(' '.join({'torch', 'transformers', 'migrate', 'subprocess'} & set(sys.modules)) or 0)"
    subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, check=True)
