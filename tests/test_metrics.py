"""What is measured of a tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import analysis
from migrate.analysis.metrics import Sizes, measure, summarize
from migrate.model import Finding, Location
from migrate.plan import load
from migrate.workspace import Workspace


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIGRATE_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "project"
    files = {
        "migration.toml": b'[project]\nname = "P"\nsource = ["src"]\n[analyze]\nexclude = ["src/made"]\n',
        "src/pkg/__init__.py": b"",
        "src/pkg/a.py": b"# a comment\n\n@x\nclass Big:\n    def f(self):\n"
        b"        try:\n            pass\n        except:\n            pass\n"
        b"\n    class In:\n        async def g(self): ...\n",
        "src/pkg/b.py": b"def f(:\r\n    pass\r\n",
        "src/pkg/c.py": b"# -*- coding: no-such -*-\nx = 1",
        "src/pkg/not a module.py": b"class Big2: x = 1\n",
        "src/made/d.py": b"class Huge:\n" + b"    x = 1\n" * 99,
        "MIGRATION.md": b"# Migration\n",
        "README.md": b"Read.\n",
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def test_sizes_count_what_is_there_and_survive_what_cannot_be_parsed(root: Path) -> None:
    metrics = measure(load(root / "migration.toml"), Workspace(root))
    assert {name: metrics[name] for name in ("files", "python_files", "modules", "lines", "code_lines", "classes", "functions")} == {
        "files": 7, "python_files": 5, "modules": 4, "lines": 17, "code_lines": 13, "classes": 3, "functions": 2,
    }  # fmt: skip
    assert metrics["largest_class"] == {"name": "pkg.a.Big", "lines": 10}
    assert metrics["findings"]["syntax-error"] == 2
    assert (metrics["bare_excepts"], metrics["silent_handlers"]) == (1, 1)


def test_the_same_tree_measures_the_same_with_a_cache_and_without(root: Path) -> None:
    plan = load(root / "migration.toml")
    assert measure(plan, Workspace(root)) == measure(plan, Workspace(root))


def test_what_no_analyzer_reports_is_not_called_zero() -> None:
    assert "god_classes" not in summarize([], rules=["bare-except"])
    assert summarize([], rules=["god-class"])["god_classes"] == 0


def test_lines_that_could_go_are_summed_by_level() -> None:
    findings = [
        Finding(
            "duplicate-class",
            "m",
            (Location(Path("a.py")),),
            str(number),
            metrics={"level": level, "removable_lines": lines},
        )  # type: ignore[arg-type]
        for number, (level, lines) in enumerate([("exact", 8), ("plain", 3), ("exact", 4)])
    ]
    metrics = summarize(findings, ["duplicate-class"])
    assert (metrics["duplicate_lines"], metrics["duplicate_lines_by_level"]) == (
        15,
        {"exact": 12, "plain": 3, "renamed": 0},
    )


EXCEPTIONS = {
    "pkg/__init__.py": "from .errors import Failed\nfrom .other import *\n",
    "pkg/errors.py": "import requests\nclass Failed(Exception): ...\nclass Lost(Failed, KeyError): ...\n"
    "class Slow(requests.exceptions.Timeout): ...\nclass Http(requests.HTTPError): ...\n",
    "pkg/deep/a.py": "from .. import Failed as F\nfrom .. import errors as e\nimport pkg.errors\nclass A(F): ...\n"
    "class B(e.Lost): ...\nclass C(pkg.errors.Failed): ...\nclass Error: ...\nclass D(Error): ...\n",
    "pkg/other.py": "from typing import Generic\nclass Plain(Generic[int]): ...\nclass Below(Plain): ...\n"
    "class Group(ExceptionGroup[Plain]): ...\nclass made(call()): ...\n",
}


def test_exceptions_are_told_by_their_bases_through_imports_and_packages(tmp_path: Path) -> None:
    for name, text in EXCEPTIONS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (finding,) = analysis.analyze(Workspace(tmp_path), [Sizes()]).findings
    # Failed, Lost, Http, A, B, C, Group; Failed, Http and Group have none of the tree above them
    assert (finding.metrics["exception_classes"], finding.metrics["exception_roots"]) == (7, 3)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("class MemoryConfig: ...\nclass JobSettings: ...\n", 1),
        ("class Configuration(Base): ...\n", 1),
        ("class Model:\n    class Config: ...\n", 0),
        ("class TestConfig: ...\nclass Configured: ...\ndef make_config(): ...\n", 0),
        ("from .config import MemoryConfig\n", 0),
    ],
)
def test_a_file_holds_configuration_if_a_class_at_its_top_is_called_so(tmp_path: Path, text: str, files: int) -> None:
    (tmp_path / "a.py").write_text(text)
    (finding,) = analysis.analyze(Workspace(tmp_path), [Sizes()]).findings
    assert finding.metrics["configuration_files"] == files


def test_an_empty_tree_has_a_size_too(tmp_path: Path) -> None:
    (finding,) = analysis.analyze(Workspace(tmp_path), [Sizes()]).findings
    assert finding.metrics["lines"] == 0
    assert finding.metrics["largest_class"] == {"name": "", "lines": 0}
