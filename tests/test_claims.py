"""Claims against code: what holds, what was found instead, and what comes nearest. Nothing of the target is run."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from pydantic import TypeAdapter

from migrate.options import ModuleName, Options, SymbolName, TreeGlob, TreePath
from migrate.plan.claims import Claim, ClaimResult, check_claims, check_names
from migrate.workspace import Layout, Workspace

CLAIMS: TypeAdapter[Any] = TypeAdapter(tuple[Claim, ...])

BIG = "class UnifiedAttentionFusion:\n" + "".join(f"    def step_{n}(self):\n        return {n}\n\n" for n in range(20))
FILES: dict[str, str | bytes] = {
    "pkg/__init__.py": "from .big import UnifiedAttentionFusion as Fusion\nfrom pkg.stars import *\n__version__ = '1'\n",
    "pkg/big.py": BIG + "\nclass Small:\n    pass\n",
    "pkg/kinds.py": """\
import os.path
import json as j
from os import *
try:
    from fast import Fast
except ImportError:
    class Fast:
        pass
if True:
    def conditional(): pass
A, (B, *C) = 1, (2, 3)
D: int = 4
E: int
with open("x") as F: pass
for G in (): pass

@decorate
@again
class Outer:
    attribute = 1

    class Inner:
        def method(self): pass

    @property
    def size(self): return 1

    @size.setter
    def size(self, value): pass
""",
    "pkg/stars.py": "__all__ = ['one', '_two']\ndef one(): pass\ndef _two(): pass\ndef _three(): pass\n",
    "pkg/circle_a.py": "from pkg.circle_b import ghost\n",
    "pkg/circle_b.py": "from pkg.circle_a import ghost\n",
    "pkg/lazy.py": "def __getattr__(name): return 1\n",
    "pkg/broken.py": "def f(:\n",
    "pkg/latin.py": b"x = 'caf\xe9'\n",
    "pkg/null.py": b"x = 1\0\n",
    "pkg/crlf.py": b"a = 1\r\nb = 2\r\nc = 3",
    "pkg/order.py": "from pkg.nothing import thing\n",
    "pkg/lost.py": "def run():\n    return torch.zeros(1)\n\nDEFAULT = numpy.float32\n",
    "pkg/user.py": "from pkg import lost\n",
    "pkg/careful.py": """\
try:
    text = unicode
except NameError:
    text = str
try:
    import pkg.nothing
except ImportError:
    pass
""",
    "pkg/scopes.py": """\
import re as _re
from collections.abc import Callable

def outer(a, *b, c=1, **d):
    global made
    made = [x for x in b if (y := x)]
    def inner():
        nonlocal a
        a = __file__, __name__, __class__ if False else print
        return made, y
    match a:
        case {"k": v, **rest}: return v, rest
        case [first, *others] if first: return others
    try: pass
    except ValueError as error: raise RuntimeError from error
    return lambda z: (z, _re, __doc__)

class K:
    here = __qualname__, __module__
    def m(self): return __class__, super().m
    def annotated(self) -> "K": ...
    there = [i for i in range(3)]

def later(f: Callable) -> None: return made
""",
    "space/inside/mod.py": "x = 1\n",
    "pkg/pairs.py": '''\
class First:
    """One."""
    def same(self, a):
        return a + 1
    def plain(self, a: int) -> int:
        """Says."""
        return a + 2
    def renamed(self, a):
        return a + 3
    def other(self):
        return 4

class Second:
    def same(self, a):
        return a + 1
    def plain(self, a):
        # says not
        return a + 2
    def renamed(self, b):
        return b + 30
    def another(self):
        return 5

def f(a): return a
def g(b): return b
def h(b): return b + 1
''',
    "a folder/with\nnewline.txt": "x\n",
    "data.bin": b"\0\xff\n" * 3,
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The tree of FILES."""
    root = tmp_path_factory.mktemp("tree")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (root / "dangling.py").symlink_to(root / "nowhere")
    return Workspace(root, Layout(source=(".",)))


def check(tree: Workspace, **claim: Any) -> ClaimResult:
    return check_claims(CLAIMS.validate_python([claim]), tree)[0]


HOLD: list[dict[str, Any]] = [
    {"path": "pkg/big.py", "min_lines": 60, "max_lines": 65},
    {"path": "pkg/crlf.py", "min_lines": 3, "max_lines": 3},
    {"path": "pkg", "exists": True},
    {"path": "pkg/gone.py", "exists": False},
    {"path": "pkg/broken.py", "exists": True, "min_lines": 1},
    {"path": "pkg/big.py", "contains": "return 19"},
    {"path": "a folder/with\nnewline.txt", "exists": True},
    {"path": "data.bin", "min_lines": 3, "max_lines": 3},
    {"path": "pkg/lost.py", "undefined_names": True},
    {"path": "pkg/careful.py", "undefined_names": False, "imports": True},
    {"path": "pkg/scopes.py", "undefined_names": False},
    {"path": "pkg/latin.py", "exists": True},
    {"name": "pkg.big.UnifiedAttentionFusion", "min_lines": 60, "max_lines": 61, "min_methods": 20, "max_methods": 20},
    {"name": "pkg.Fusion", "min_methods": 20},
    {"name": "pkg.Fusion.step_3", "exists": True},
    {"name": "pkg.one", "exists": True},
    {"name": "pkg._two", "exists": True},
    {"name": "pkg._three", "exists": False},
    {"name": "pkg.big", "min_lines": 60},
    {"name": "pkg.kinds.os", "exists": True},
    {"name": "pkg.kinds.j", "exists": True},
    {"name": "pkg.kinds.Fast", "exists": True},
    {"name": "pkg.kinds.conditional", "exists": True},
    {"name": "pkg.kinds.C", "exists": True},
    {"name": "pkg.kinds.D", "exists": True},
    {"name": "pkg.kinds.F", "exists": True},
    {"name": "pkg.kinds.G", "exists": True},
    {"name": "pkg.kinds.Outer", "min_lines": 13, "max_lines": 13, "max_methods": 1},
    {"name": "pkg.kinds.Outer.Inner.method", "exists": True},
    {"name": "pkg.kinds.Outer.attribute", "exists": True},
    {"names": ["pkg.pairs.First", "pkg.pairs.Second"], "equal_members": 0.25},
    {"names": ["pkg.pairs.First", "pkg.pairs.Second"], "equal_members": 0.5, "level": "plain"},
    {"names": ["pkg.pairs.First", "pkg.pairs.Second"], "equal_members": 0.75, "level": "renamed"},
    {"names": ["pkg.pairs.f", "pkg.pairs.g"], "equal": True, "level": "renamed"},
    {"names": ["pkg.pairs.f", "pkg.pairs.g"], "equal": False},
    {"names": ["pkg.pairs.f", "pkg.pairs.h"], "equal": False, "level": "renamed"},
    {"module": "pkg.order", "imports": False},
    {"module": "pkg.user", "imports": False},
    {"module": "pkg.broken", "imports": False},
    {"module": "pkg.lost", "undefined_names": True, "imports": False},
    {"module": "pkg.kinds", "exists": True},
    {"module": "pkg.gone", "exists": False},
    {"module": "space.inside", "exists": True},
]


@pytest.mark.parametrize("claim", HOLD, ids=str)
def test_a_true_claim_holds(tree: Workspace, claim: dict[str, Any]) -> None:
    result = check(tree, **claim)
    assert result.holds, result.line()


FALSE: list[tuple[dict[str, Any], str, str]] = [
    ({"path": "pkg/big.py", "min_lines": 1000}, "64 lines", ""),
    ({"path": "lib/big.py", "exists": True}, "no such file or folder", "did you mean `pkg/big.py`?"),
    ({"path": "pkg/bog.py", "min_lines": 1}, "no such file or folder", "did you mean `pkg/big.py` or"),
    ({"path": "pkg", "min_lines": 1}, "not a file", ""),
    ({"path": "pkg/big.py", "exists": False}, "it exists", ""),
    (
        {"path": "pkg/big.py", "contains": "return 191"},
        "the text does not occur in it",
        'the nearest line is "return 1',
    ),
    ({"path": "pkg/broken.py", "undefined_names": True}, "pkg/broken.py:1 does not parse", ""),
    ({"path": "pkg/null.py", "undefined_names": True}, "does not parse", ""),
    ({"path": "pkg/latin.py", "undefined_names": False}, "does not parse", ""),
    ({"path": "pkg/lost.py", "undefined_names": False}, "undefined: `torch` at line 2, `numpy` at line 4", ""),
    ({"path": "dangling.py", "exists": True}, "it is there but not read: a dangling symlink", ""),
    ({"path": "dangling.py", "exists": False}, "it exists", ""),
    ({"path": "data.bin", "imports": True}, "not a module", ""),
    (
        {"name": "pkg.big.NeuralOperatorFusion", "exists": True},
        "no `NeuralOperatorFusion` in pkg/big.py",
        "`UnifiedAttentionFusion`, 60 lines, is the largest class there",
    ),
    ({"name": "pkg.big.Smal", "min_lines": 1}, "no `Smal` in pkg/big.py", "did you mean `Small`?"),
    ({"name": "pkg.big.Outer", "exists": True}, "no `Outer` in pkg/big.py", "`Outer` is defined at pkg/kinds.py:19"),
    ({"name": "pkg.big.Small.stop", "exists": True}, "no `stop` in class at pkg/big.py:63", ""),
    ({"name": "pkg.Fusion.step3", "exists": True}, "no `step3` in class at pkg/big.py:1", "did you mean `step_3`"),
    ({"name": "pkg.begi", "exists": True}, "no `begi` in pkg/__init__.py", ""),
    ({"name": "pgk.big", "exists": True}, "no module `pgk.big`", "did you mean `pkg.big`?"),
    ({"name": "other.stars", "exists": True}, "no module `other.stars`", "did you mean `pkg.stars`?"),
    ({"name": "pkg.kinds.E", "exists": True}, "might come from `from os import *`", ""),
    ({"name": "pkg.kinds.E", "exists": False}, "it cannot be told: it might come from `from os import *`", ""),
    ({"name": "pkg.lazy.thing", "exists": True}, "`__getattr__` at pkg/lazy.py:1 might make it", ""),
    ({"name": "pkg.circle_a.ghost", "exists": True}, "is imported in a circle", ""),
    ({"name": "pkg.broken.f", "exists": True}, "pkg/broken.py:1 does not parse", ""),
    ({"name": "pkg.broken.f", "exists": False}, "it cannot be told: pkg/broken.py:1 does not parse", ""),
    ({"name": "pkg.kinds.j.dumps", "exists": True}, "`json` lies outside the project", ""),
    ({"name": "pkg.big", "min_methods": 1}, "`pkg.big` is not a class but a module at pkg/big.py", ""),
    ({"name": "pkg.Fusion", "exists": False}, "it exists: class at pkg/big.py:1, by way of pkg.Fusion", ""),
    (
        {"names": ["pkg.pairs.First", "pkg.pairs.Second"], "equal_members": 0.8},
        "25% of the smaller's members are equal (pkg.pairs.First has 4, pkg.pairs.Second has 4): same",
        "",
    ),
    (
        {"names": ["pkg.pairs.First", "pkg.pairs.Third"], "equal_members": 0.1},
        "no `Third` in pkg/pairs.py",
        "`First`, 11 lines",
    ),
    ({"names": ["pkg.pairs.First", "pkg.pairs.f"], "equal_members": 0.1}, "`pkg.pairs.f` is not a class", ""),
    ({"names": ["pkg.pairs.First", "pkg.pairs.f"], "equal": True}, "are not equal", ""),
    ({"names": ["pkg.kinds.A", "pkg.pairs.f"], "equal": True}, "`pkg.kinds.A` is neither a class nor a function", ""),
    ({"module": "pkg.gone", "imports": True}, "no module `pkg.gone`", ""),
    ({"module": "pkg.order", "imports": True}, "pkg/order.py:1: no module `pkg.nothing`", ""),
    ({"module": "pkg.user", "imports": True}, "pkg/lost.py:4: `numpy` is not defined", ""),
    ({"module": "pkg.big", "imports": False}, "nothing keeps it from being imported", ""),
    ({"module": "space.inside", "exists": False}, "it exists: a namespace package", ""),
]


@pytest.mark.parametrize(("claim", "found", "nearest"), FALSE, ids=str)
def test_a_false_claim_says_what_was_found_and_what_comes_nearest(
    tree: Workspace, claim: dict[str, Any], found: str, nearest: str
) -> None:
    result = check(tree, **claim)
    assert not result.holds, result.line()
    assert found in result.found
    assert nearest in result.nearest


def test_a_broken_file_spoils_only_the_claims_about_it(tree: Workspace) -> None:
    claims = [
        {"name": "pkg.broken.f", "exists": True},
        {"path": "pkg/null.py", "imports": True},
        {"name": "pkg.big.Small", "exists": True},
    ]
    assert [result.holds for result in check_claims(CLAIMS.validate_python(claims), tree)] == [False, False, True]


def test_a_claim_is_shown_as_it_was_written_beside_what_was_found(tree: Workspace) -> None:
    assert check(tree, path="pkg/big.py", min_lines=1000).line() == 'path = "pkg/big.py", min_lines = 1000: 64 lines'


def test_claims_see_pending_edits(tree: Workspace) -> None:
    path = PurePosixPath("pkg/big.py")
    edited = tree.with_changes([tree.change(path, b"class New:\n    pass\n")])
    assert check(edited, name="pkg.big.New", exists=True).holds
    assert check(edited, name="pkg.big.Small", exists=False).holds
    assert check(edited.with_changes([edited.change(path, None)]), path="pkg/big.py", exists=False).holds


def test_nothing_of_the_target_is_run(tmp_path: Path) -> None:
    (tmp_path / "bomb.py").write_text("open('went_off', 'w')\nraise SystemExit\nclass Bomb: pass\n")
    workspace = Workspace(tmp_path)
    assert check(workspace, name="bomb.Bomb", exists=True).holds
    assert check(workspace, module="bomb", imports=True).holds
    assert not (tmp_path / "went_off").exists()


class Named(Options):
    """Options that name things of every kind."""

    module: ModuleName = "pkg.big"
    several: tuple[SymbolName, ...] = ()
    folder: TreePath = "pkg"
    files: list[TreeGlob] = []  # noqa: RUF012  # pydantic copies defaults


NAMES = [
    (Named(), [True, True], ""),
    (Named(module="space.inside"), [True, True], ""),
    (Named(module="pkg.bug"), [False, True], "did you mean `pkg.big`"),
    (Named(several=("pkg.big.Small", "pkg.big.Smell")), [True, True, False, True], "did you mean `Small`?"),
    (Named(folder="pgk"), [True, False], ""),
    (Named(files=["pkg/**/*.py", "src/**"]), [True, True, True, False], ""),
]


@pytest.mark.parametrize(("options", "holds", "nearest"), NAMES, ids=str)
def test_every_name_in_the_options_is_looked_up(
    tree: Workspace, options: Named, holds: list[bool], nearest: str
) -> None:
    results = check_names(options, tree)
    assert [result.holds for result in results] == holds
    assert nearest in "".join(result.nearest for result in results)


def test_the_examples_claims_hold() -> None:
    folder = Path(__file__).parents[1] / "examples/kernel_pytorch"
    plan = tomllib.loads((folder / "migration.toml").read_text())
    claims = [claim for phase in plan["phase"] for step in phase["step"] for claim in step.get("claims", ())]
    results = check_claims(CLAIMS.validate_python(claims), Workspace(folder, Layout(source=("src",))))
    assert len(results) > 20
    assert [result.line() for result in results if not result.holds] == []
