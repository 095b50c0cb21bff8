"""The check `probe`: what a step moved is broken in a copy of the tree, and the tests are asked whether they notice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from gated import Project, red

from migrate.gate.probe import broken
from migrate.model import Move, Verdict
from migrate.plan import GateTable, ProbeTable

RUN = f"{sys.executable} -m pytest -q"
FILES = {
    "src/pkg/__init__.py": "",
    "src/pkg/old.py": "def used(a):\n    return a\n\n\ndef unused(a):\n    return a\n\n\nclass Box:\n    size = 1\n",
    "tests/test_old.py": "from pkg.old import Box, unused, used\n\n\ndef test_used():\n    assert used(1) == 1\n\n\n"
    "def test_size():\n    assert Box.size == 1\n    assert unused\n",
    ".gitignore": "__pycache__/\n.pytest_cache/\n",
}
MOVED: dict[str, str | None] = {
    "src/pkg/old.py": None,
    "src/pkg/new.py": FILES["src/pkg/old.py"],
    "tests/test_old.py": FILES["tests/test_old.py"].replace("pkg.old", "pkg.new"),
}
SYMBOLS = [Move(f"pkg.old.{name}", f"pkg.new.{name}") for name in ("used", "unused", "Box")]


def probed(tmp_path: Path, moves: list[Move], table: ProbeTable | None = None) -> tuple[Project, dict[str, Verdict]]:
    gate = GateTable(run=RUN, timeout="60s", checks=("tests", "probe"), probe=table or ProbeTable())
    project = Project.make(tmp_path / "p", FILES, gate=gate)
    return project, project.step(MOVED, moves=moves, full=True)


def test_a_moved_name_that_no_test_misses_is_named_as_a_warning_and_the_tree_is_not_touched(tmp_path: Path) -> None:
    project, verdicts = probed(tmp_path, SYMBOLS)
    assert red(verdicts) == {}
    verdict = verdicts["probe"]
    assert verdict.warning
    assert verdict.summary == "no test notices when 2 of 3 moved names are broken"
    assert verdict.evidence == (
        "pkg.new.Box: 2 tests ran while it was broken, and none noticed",
        "pkg.new.unused: 2 tests ran while it was broken, and none noticed",
    )
    assert (project.root / "src/pkg/new.py").read_text() == FILES["src/pkg/old.py"]
    assert not (project.runs() / "probe-tree").exists()
    assert "probe" not in project.dirty()


def test_it_is_red_where_the_plan_says_so_while_pytest_is_green(tmp_path: Path) -> None:
    project, verdicts = probed(tmp_path, [Move("pkg.old", "pkg.new", "module")], ProbeTable(red=True))
    assert "pkg.new.unused" in red(verdicts)["probe"]
    assert project.pytest() == 0


def test_no_more_names_are_broken_than_may_be_and_that_is_told(tmp_path: Path) -> None:
    _, verdicts = probed(tmp_path, SYMBOLS, ProbeTable(most=1))
    assert verdicts["probe"].metrics == {"probed": 1, "unnoticed": 1}
    assert verdicts["probe"].evidence[-1] == "2 more were not tried: `[gate.probe] most`"


def test_a_step_that_moves_nothing_has_nothing_to_probe(tmp_path: Path) -> None:
    gate = GateTable(run=RUN, timeout="60s", checks=("parse",))
    project = Project.make(tmp_path / "p", FILES, gate=gate)
    assert project.judge(checks=["probe"])["probe"].summary == "the step moved no function and no class"


def test_a_copy_in_which_the_tests_do_not_run_is_told_of(tmp_path: Path) -> None:
    run = f"case $PWD in *probe-tree*) exit 3;; esac; {RUN}"
    gate = GateTable(run=run, timeout="60s", checks=("tests", "probe"))
    project = Project.make(tmp_path / "p", FILES, gate=gate)
    told = project.step(MOVED, moves=SYMBOLS, full=True)["probe"]
    assert told.ok
    assert told.warning
    assert "nothing could be probed in a copy of the tree" in told.summary


BROKEN = {
    # what it shows: (the source, the name, how it is called)
    "a function": ("def f(a):\n    return a\n", "f", "f(1)"),
    "one with a docstring": ('def f(a):\n    """Text."""\n    return a\n', "f", "f(1)"),
    "one that is only a docstring": ('def f(a):\n    """Text."""\n', "f", "f(1)"),
    "one on a line": ("def f(a): return a\n", "f", "f(1)"),
    "one on a line with more": ("def f(a): b = a; return b\n", "f", "f(1)"),
    "with a decorated body": ("def f():\n    @staticmethod\n    def g(): ...\n    return g\n", "f", "f()"),
    "with tabs and line ends of DOS": ("def f(a):\r\n\tif a:\r\n\t\treturn a\r\n", "f", "f(1)"),
    "a coroutine": ("async def f(a):\n    return a\n", "f", "f(1).send(None)"),
    "a generator": ("def f(a):\n    yield a\n", "f", "list(f(1))"),
    "the one that counts": ("def f():\n    return 1\n\n\ndef f():\n    return 2\n", "f", "f()"),
    "a header of several lines": ("def f(\n    a,\n):\n    return a\n", "f", "f(1)"),
    "a class": ("class C:\n    x = 1\n", "C", "C()"),
    "a class with a constructor": (
        'class C:\n    """Text."""\n    def __init__(self, a):\n        self.a = a\n',
        "C",
        "C(1)",
    ),
    "a class on a line": ("class C: ...\n", "C", "C()"),
    "an exception": ("class E(Exception):\n    pass\n", "E", "E('x')"),
    "a dataclass": ("from dataclasses import dataclass\n@dataclass\nclass D:\n    a: int\n", "D", "D(1)"),
    "a method": ("class C:\n    def f(self): return 1\n", "C.f", "C().f()"),
    "a class in a class on a line": ("class C:\n    class D: ...\n", "C.D", "C.D()"),
}


@pytest.mark.parametrize("shows", BROKEN)
def test_what_is_broken_raises_when_it_is_used_and_not_before(shows: str) -> None:
    source, name, call = BROKEN[shows]
    space: dict[str, object] = {}
    exec(compile(broken(source.encode(), name.split(".")), "m", "exec"), space)
    with pytest.raises(AssertionError, match="broken on purpose"):
        eval(call, space)
