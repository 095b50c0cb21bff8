"""The check `equivalence`: old and new version of a function, called with the same made-up inputs in fresh interpreters."""

# ruff: noqa: E501, a case is one line

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

import pytest
from gated import Project, red

from migrate.gate import equivalence
from migrate.model import Move, Redefinition, Verdict
from migrate.plan import EquivalenceTable, GateTable

FAST = EquivalenceTable(examples=25, timeout="1s")


def compared(
    tmp_path: Path,
    before: str,
    after: str,
    moves: tuple[Move, ...] = (),
    *,
    more: str = "",
    table: EquivalenceTable = FAST,
) -> Verdict:
    """What the check says of `src/pkg/m.py` before and after a step; `more` is `src/pkg/n.py` after it."""
    gate = GateTable(checks=("parse",), equivalence=table)
    files = {"src/pkg/__init__.py": "", "src/pkg/m.py": before}
    project = Project.make(tmp_path / "p", files, gate=gate)
    shutil.copytree(project.root, tmp_path / "before")
    new = {"src/pkg/m.py": after, **({"src/pkg/n.py": more} if more else {})}
    verdict = project.step(new, checks=["equivalence"], moves=moves, before=lambda: tmp_path / "before")["equivalence"]
    assert not project.dirty().replace(" M src/pkg/m.py\n", "").replace("?? src/pkg/n.py\n", "")
    return verdict


DIFFERING: dict[str, tuple[str, str, str]] = {
    # what it shows: (before, after, what is said)
    "another result": ("def f(a: int) -> int:\n    return a + 1", "def f(a: int) -> int:\n    return a + 2", "returned 1 and returns 2"),
    "a corner case": ("def f(a: list[int]):\n    return max(a) if a else 0", "def f(a: list[int]):\n    return max(a)", "(a=[]): returned 0 and raises ValueError"),
    "another exception": ("def f(a: str):\n    raise KeyError(a)", "def f(a: str):\n    raise LookupError(a)", "raised KeyError"),
    "another message": ("def f(a: int):\n    raise ValueError(f'no {a}')", "def f(a: int):\n    raise ValueError(f'bad {a}')", "raises ValueError('bad "),
    "a changed argument": ("def f(a: list[int]):\n    return sorted(a)", "def f(a: list[int]):\n    a.sort()\n    return a", "left its arguments as"),
    "another type": ("def f(a: int):\n    return a, a", "def f(a: int):\n    return [a, a]", "returned (0, 0) and returns [0, 0]"),
    "a float's last digit": ("def f(a: float):\n    return a * 3 * 0.1", "def f(a: float):\n    return a * 0.3", "returned 0.30000000000000004 and returns 0.3"),
    "by a default alone": ("def f(a=3):\n    return a * 2", "def f(a=3):\n    return a + a + (a > 5)", "f(a="),
    "a keyword-only one": ("def f(*, a: bool):\n    return a", "def f(*, a: bool):\n    return not a", "f(a=False)"),
    "a positional-only one": ("def f(a: bool, /):\n    return a", "def f(a: bool, /):\n    return not a", "f(False)"),
    "an optional one": ("def f(a: int | None = None):\n    return a is None", "def f(a: int | None = None):\n    return not a", "f(a=0)"),
    "a dict": ("def f(a: dict[str, int]):\n    return list(a.items())", "def f(a: dict[str, int]):\n    return sorted(a.items(), reverse=True)", "a={"),
    "an enum": ("from enum import Enum\nclass E(Enum):\n    A = 1\n    B = 2\ndef f(a: E):\n    return a", "from enum import Enum\nclass E(Enum):\n    A = 1\n    B = 2\ndef f(a: E):\n    return E.A", "returned enum"),
    "a dataclass": ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\ndef f(p: P):\n    return p.x", "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\ndef f(p: P):\n    return -p.x", "f(p=P(x="),
    "a time": ("import datetime as d\ndef f(a: d.datetime, b: d.timedelta):\n    return a + b", "import datetime as d\ndef f(a: d.datetime, b: d.timedelta):\n    return a - b", "returned datetime.datetime("),
    "beside a name for type checkers": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nowhere import N\ndef f(a: bool, n: 'N | None' = None):\n    return a", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nowhere import N\ndef f(a: bool, n: 'N | None' = None):\n    return not a", "f(a=False): returned False and returns True"),
    "a named tuple": ("from typing import NamedTuple\nclass T(NamedTuple):\n    n: int\ndef f(t: T):\n    return t.n", "from typing import NamedTuple\nclass T(NamedTuple):\n    n: int\ndef f(t: T):\n    return t.n + 1", "f(t=T(n=0)): returned 0 and returns 1"),
    "a method": ("class C:\n    def __init__(self, n: int):\n        self.n = n\n    def f(self, a: int):\n        return self.n + a", "class C:\n    def __init__(self, n: int):\n        self.n = n\n    def f(self, a: int):\n        return self.n - a", "pkg.m.C.f(of an object of"),
    "a static method": ("class C:\n    @staticmethod\n    def f(a: int):\n        return a", "class C:\n    @staticmethod\n    def f(a: int):\n        return a + 1", "pkg.m.C.f(a="),
    "a generator": ("def f(a: int):\n    yield a", "def f(a: int):\n    yield a\n    yield a", "returned iterator"),
    "a coroutine": ("async def f(a: int):\n    return a", "async def f(a: int):\n    return a + 1", "returned 0 and returns 1"),
    "the drawn numbers": ("import random\ndef f(a: int):\n    return random.random()", "import random\ndef f(a: int):\n    return random.random() + 1", "returned 0.84"),
    "an endless loop": ("def f(a: int):\n    return 0", "def f(a: int):\n    while True:\n        pass", "pkg.m.f: a call does not end"),
    "a process that is left": ("def f(a: int):\n    return 0", "import os\ndef f(a: int):\n    os._exit(3)", "is killed or leaves"),
    "reaching outside now": ("def f(a: int):\n    return 0", "def f(a: int):\n    open('x', 'w').close()\n    return 0", "pkg.m.f: it reaches outside its process (open)"),
}  # fmt: skip
SAME: dict[str, tuple[str, str, str]] = {
    # what it shows: (before, after, what is said of what is not compared; empty: all is)
    "another way": ("def f(a: list[int]):\n    r = []\n    for x in a:\n        r.append(x * 2)\n    return r", "def f(a: list[int]):\n    return [x * 2 for x in a]", ""),
    "the same exception": ("def f(a: int):\n    if a < 3:\n        raise ValueError(a)\n    return a", "def f(a: int):\n    if not a >= 3:\n        raise ValueError(a)\n    return a", ""),
    "an object with an address": ("class C: ...\ndef f(a: int):\n    raise ValueError(C())", "class C: ...\ndef f(a: int):\n    e = ValueError(C())\n    raise e", "every call that was tried raises, as before"),
    "no annotation": ("def f(a):\n    return a", "def f(a):\n    return a + 0", "not compared: pkg.m.f: parameter a: it has no annotation"),
    "an annotation of nothing": ("def f(a: 'Gone'):\n    return a", "def f(a: 'Gone'):\n    return a + 0", "its annotation cannot be resolved"),
    "an annotation that nobody can make": ("from typing import Callable\ndef f(a: Callable[[int], int]):\n    return a(1)", "from typing import Callable\ndef f(a: Callable[[int], int]):\n    return a(2)", "nobody knows how to make a"),
    "writing a file": ("def f(a: int):\n    open('x', 'w').close()", "def f(a: int):\n    with open('x', 'w'):\n        pass", "it reaches outside its process (open)"),
    "removing one, and hiding it": ("import os\ndef f(a: int):\n    try:\n        os.remove('migration.toml')\n    except BaseException:\n        return 1", "import os\ndef f(a: int):\n    return 1", "it reaches outside its process (os.remove)"),
    "a program": ("import subprocess\ndef f(a: str):\n    return subprocess.run(['true', a])", "import subprocess\ndef f(a: str):\n    return subprocess.call(['true', a])", "it reaches outside its process (subprocess.Popen)"),
    "chance": ("import os\ndef f(a: int):\n    return os.urandom(4)", "import os\ndef f(a: int):\n    return os.urandom(4) + b''", "its results differ from run to run"),
    "a module that does not import": ("import nowhere\ndef f(a: int):\n    return a", "import nowhere\ndef f(a: int):\n    return a + 0", "not compared: pkg.m.f: ModuleNotFoundError"),
    "a decorator that makes another thing": ("class D:\n    def __init__(self, f): ...\n@D\ndef f(a: int):\n    return a", "class D:\n    def __init__(self, f): ...\n@D\ndef f(a: int):\n    return a + 0", "it is no plain function"),
    "a fixture of an object that cannot be made": ("class C:\n    def __init__(self, n):\n        pass\n    def f(self):\n        return 1", "class C:\n    def __init__(self, n):\n        pass\n    def f(self):\n        return 2", "parameter n: it has no annotation"),
}  # fmt: skip


@pytest.mark.parametrize("shows", DIFFERING)
def test_a_call_that_gives_something_else_is_shown(tmp_path: Path, shows: str) -> None:
    before, after, named = DIFFERING[shows]
    verdict = compared(tmp_path, before, after)
    assert not verdict.ok
    assert verdict.summary.startswith("1 of 1 functions give something else")
    assert named in "\n".join(verdict.evidence)


@pytest.mark.parametrize("shows", SAME)
def test_what_gives_the_same_is_green_and_what_is_not_compared_is_told(tmp_path: Path, shows: str) -> None:
    before, after, told = SAME[shows]
    verdict = compared(tmp_path, before, after)
    assert verdict.ok, verdict
    assert verdict.warning is bool(told)
    assert told in "\n".join(verdict.evidence)
    if not told:
        assert verdict.summary == "1 of 1 functions give the same on 25 calls"


def test_a_merged_function_is_held_against_the_one_that_is_kept(tmp_path: Path) -> None:
    before = "class Bad(Exception): ...\n\n\ndef clip(a: int, top: int = 9):\n    if a < 0:\n        raise Bad(a)\n    return min(a, top)\n"
    kept = "class Worse(Exception): ...\n\n\ndef clamp(a: int, top: int = 9):\n    if a < 0:\n        raise Worse(a)\n    return a if a < top else top\n"
    moves = (Move("pkg.m.clip", "pkg.n.clamp"), Move("pkg.m.Bad", "pkg.n.Worse"))
    verdict = compared(tmp_path, before, "", moves, more=kept)
    assert verdict.ok, verdict
    assert verdict.summary.startswith("1 of 1 functions give the same")
    shutil.rmtree(tmp_path / "p")
    shutil.rmtree(tmp_path / "before")
    verdict = compared(tmp_path, before, "", moves, more=kept.replace("a if a", "a + 1 if a"))
    assert verdict.evidence[0].startswith("pkg.m.clip → pkg.n.clamp(a=")


def test_a_class_that_moved_is_made_by_its_new_name(tmp_path: Path) -> None:
    text = "from dataclasses import dataclass\n\n\n@dataclass\nclass P:\n    x: int\n\n\ndef f(p: P):\n    return p\n"
    moves = (Move("pkg.m.f", "pkg.n.f"), Move("pkg.m.P", "pkg.n.Q"))
    assert (
        compared(tmp_path, text, "", moves, more=text.replace("P", "Q")).summary
        == "1 of 1 functions give the same on 25 calls"
    )


def test_what_takes_something_else_on_purpose_or_is_a_method_now_is_told(tmp_path: Path) -> None:
    text = "class C:\n    def __init__(self, n: int):\n        self.n = n\n"
    before, after = f"{text}\n\ndef f(c: C):\n    return c.n\n", f"{text}\n    def f(self):\n        return self.n\n"
    verdict = compared(tmp_path, before, after, (Move("pkg.m.f", "pkg.m.C.f"),))
    assert verdict.ok
    assert verdict.evidence == ("not compared: pkg.m.f → pkg.m.C.f: it was a function and is a method",)


def test_a_redefined_function_and_a_test_are_not_compared(tmp_path: Path) -> None:
    gate = GateTable(checks=("parse",), equivalence=FAST)
    test = "def test_f(a=1):\n    assert {}\n"
    files = {
        "src/pkg/__init__.py": "",
        "src/pkg/m.py": "def f(a: int):\n    return a",
        "tests/test_m.py": test.format("a"),
    }
    project = Project.make(tmp_path / "p", files, gate=gate)
    shutil.copytree(project.root, tmp_path / "before")
    changed = {"src/pkg/m.py": "def f(a: int, b: int):\n    return a", "tests/test_m.py": test.format("not a")}
    given = {"redefinitions": [Redefinition("pkg.m.f", "def (a)", "def (a, b)")], "before": lambda: tmp_path / "before"}
    verdict = project.step(changed, checks=["equivalence"], **given)["equivalence"]
    assert verdict.evidence == ("not compared: pkg.m.f: it takes something else, as declared",)


@pytest.mark.parametrize(
    ("array", "narrow"), [("numpy.ndarray", "astype('float32')"), ("torch.Tensor", "to(torch.float16)")]
)
def test_arrays_and_tensors_may_differ_by_the_tolerance_and_no_more(tmp_path: Path, array: str, narrow: str) -> None:
    library = array.partition(".")[0]
    text = f"import {library}\n\n\ndef f(a: {array}, b: {array}) -> {array}:\n    return {{}}\n"
    assert compared(tmp_path / "1", text.format("(a + b) * 3.0"), text.format("3.0 * a + 3.0 * b")).ok
    told = compared(tmp_path / "2", text.format("a + b"), text.format("a + b + 1e-3")).evidence
    assert "shape" in told[0]
    exact = EquivalenceTable(examples=25, tolerance=0)
    assert not compared(tmp_path / "3", text.format("(a + b) * 3.1"), text.format("3.1 * a + 3.1 * b"), table=exact).ok
    assert not compared(tmp_path / "4", text.format("a + b"), text.format(f"(a + b).{narrow}")).ok


def test_two_runs_say_the_same(tmp_path: Path) -> None:
    before, after, _ = DIFFERING["a float's last digit"]
    assert compared(tmp_path / "1", before, after) == compared(tmp_path / "2", before, after)


def test_only_the_functions_that_the_plan_names_are_compared(tmp_path: Path) -> None:
    before, after, _ = DIFFERING["another result"]
    table = EquivalenceTable(names=("pkg.other.*",))
    assert compared(tmp_path, before, after, table=table).summary == "the step moved, merged or rewrote no function"


def test_without_hypothesis_it_says_what_to_install(tmp_path: Path) -> None:
    """The project's interpreter finds a package of that name which cannot be imported: as good as none."""
    gate = GateTable(checks=("parse",), equivalence=FAST)
    files = {
        "src/pkg/__init__.py": "",
        "src/pkg/m.py": "def f(a: int):\n    return a",
        "src/hypothesis.py": "raise ImportError\n",
    }
    project = Project.make(tmp_path / "p", files, gate=gate)
    shutil.copytree(project.root, tmp_path / "before")
    changed = {"src/pkg/m.py": "def f(a: int):\n    return 0"}
    told = red(project.step(changed, checks=["equivalence"], before=lambda: tmp_path / "before"))["equivalence"]
    assert "pip install hypothesis" in told


def test_the_tree_as_it_is_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    project = Project.make(tmp_path / "p", {"src/pkg/__init__.py": ""}, gate=GateTable(checks=("parse",)))
    assert project.judge(checks=["equivalence"])["equivalence"].summary.startswith("nothing to compare with")


def test_a_rewrite_that_pytest_and_the_other_checks_let_through_is_red(tmp_path: Path) -> None:
    files = {
        "src/pkg/__init__.py": "",
        "src/pkg/m.py": "def share(part: int, whole: int) -> float:\n    return part / whole if whole else 0.0\n",
        "tests/test_m.py": "from pkg.m import share\n\n\ndef test_share():\n    assert share(1, 2) == 0.5\n",
    }
    run = f"{sys.executable} -m pytest -q"
    checks = ("parse", "imports", "api", "cycles", "tests", "equivalence")
    project = Project.make(
        tmp_path / "p", files, gate=GateTable(run=run, timeout="60s", checks=checks, equivalence=FAST)
    )
    shutil.copytree(project.root, tmp_path / "before")
    changed = {"src/pkg/m.py": "def share(part: int, whole: int) -> float:\n    return part / whole\n"}
    verdicts = project.step(changed, before=lambda: tmp_path / "before")
    assert project.pytest() == 0
    assert list(red(verdicts)) == ["equivalence"]
    assert "whole=0): returned 0.0 and raises ZeroDivisionError" in red(verdicts)["equivalence"]


def test_results_are_told_as_a_reader_would_write_them() -> None:
    told = equivalence._plain({"tuple": [1, {"float": (0.5).hex()}, {"dict": [["a", {"list": [None]}]]}]})
    assert told == "(1, 0.5, {'a': [None]})"
    assert textwrap.shorten(told, 40) == told
