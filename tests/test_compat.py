"""What is left at old places, in real interpreters and type checkers; the record of moves; a library and its users."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from trees import make_tree

from migrate import codemods
from migrate.model import Move
from migrate.refactoring.left.record import Record

LIBRARY = {
    "pkg/__init__.py": "def top():\n    return 'top'\n",
    "pkg/new.py": "LIMIT = []\n\n\nclass Thing:\n    def __eq__(self, other):\n        return type(self) is type(other)\n\n\n"
    "def f(x: int) -> int:\n    return x\n\n\ndef _private():\n    pass\n",
    "pkg/stays.py": "y = 1\n",
}
MOVES = {"pkg.old": "pkg.new", "pkg.went": "pkg.new.f", "pkg.stays.g": "pkg.new.f", "pkg.stays.Gone": "pkg.new.Thing"}


def library(folder: Path, files: dict[str, str] = LIBRARY, **options: object) -> Path:
    """A library with shims for what moved by hand."""
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, folder)
    options = {"moves": MOVES, "remove_in": "2.0"} | options
    outcome = codemods.make("compat", options).run(workspace)
    assert outcome.refusals == ()
    for change in outcome.changes:
        (folder / change.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / change.path).write_bytes(change.after or b"")
    return folder


def python(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run this code as user.py beside the library."""
    (folder / "user.py").write_text(code)
    return subprocess.run(
        [sys.executable, "-B", *words, "user.py"], cwd=folder, capture_output=True, text=True, check=False
    )


USES = {
    "from pkg.old import f": "pkg.old.f is deprecated and goes in 2.0: use pkg.new.f",
    "import pkg.old; pkg.old.f": "pkg.old.f is deprecated and goes in 2.0: use pkg.new.f",
    "import pkg.old as o; getattr(o, 'Thing')": "pkg.old.Thing is deprecated and goes in 2.0: use pkg.new.Thing",
    "import pkg.old as o; hasattr(o, 'LIMIT')": "pkg.old.LIMIT is deprecated and goes in 2.0: use pkg.new.LIMIT",
    "from pkg import went": "pkg.went is deprecated and goes in 2.0: use pkg.new.f",
    "import pkg; pkg.went": "pkg.went is deprecated and goes in 2.0: use pkg.new.f",
    "from pkg.stays import g": "pkg.stays.g is deprecated and goes in 2.0: use pkg.new.f",
    "from pkg.stays import Gone as Here": "pkg.stays.Gone is deprecated and goes in 2.0: use pkg.new.Thing",
}


@pytest.mark.parametrize("use", USES)
def test_each_use_warns_once_at_its_own_line_and_names_old_new_and_version(tmp_path: Path, use: str) -> None:
    done = python(library(tmp_path), f"\n\n{use}\n", "-W", "always")
    warned = [line for line in done.stderr.splitlines() if "Warning" in line]
    assert done.returncode == 0, done.stderr
    assert [line.partition(": DeprecationWarning: ")[2] for line in warned] == [USES[use]]
    assert warned[0].partition(": ")[0].endswith("user.py:3")


@pytest.mark.parametrize("use", USES)
def test_a_use_fails_at_its_own_line_where_warnings_are_errors(tmp_path: Path, use: str) -> None:
    done = python(library(tmp_path), f"\n\n{use}\n", "-W", "error::DeprecationWarning")
    assert done.returncode == 1
    assert 'user.py", line 3' in done.stderr
    assert done.stderr.rstrip().endswith(f"DeprecationWarning: {USES[use]}")


def test_two_callers_are_told_and_a_loop_is_told_once(tmp_path: Path) -> None:
    code = "import pkg.old as o\nfor _ in range(9):\n    o.f\no.f\n"
    done = python(library(tmp_path), code, "-W", "default")
    assert done.stderr.count("DeprecationWarning") == 2


def test_importing_a_lazy_module_alone_is_silent_and_loads_nothing(tmp_path: Path) -> None:
    code = "import sys\nimport pkg.old\nassert 'pkg.new' not in sys.modules\n"
    done = python(library(tmp_path), code, "-W", "error")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("how", ["lazy", "eager", "alias", "silent"])
def test_every_name_is_the_same_object_in_dir_and_by_a_star(tmp_path: Path, how: str) -> None:
    code = """
import pkg.new, pkg.old, pkg.stays, pkg
from pkg.old import *
assert Thing is pkg.new.Thing and f is pkg.new.f and LIMIT is pkg.new.LIMIT
assert pkg.old._private is pkg.new._private
assert {"Thing", "f", "_private", "LIMIT"} <= set(dir(pkg.old))
assert pkg.stays.g is pkg.went is pkg.new.f and pkg.stays.Gone is Thing
assert {"g", "Gone", "y"} <= set(dir(pkg.stays)) and "went" in dir(pkg)
for module in (pkg.stays, pkg.old, pkg):
    try:
        module.missing
    except AttributeError as error:
        assert "missing" in str(error), error
    else:
        raise AssertionError(module)
"""
    done = python(library(tmp_path, how=how), code, "-W", "ignore")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("how", ["eager", "alias"])
def test_a_module_that_imports_warns_whoever_imports_it_first(tmp_path: Path, how: str) -> None:
    code = "import pkg\n\nimport pkg.old\nfrom pkg.old import f\n"
    done = python(library(tmp_path, how=how), code, "-W", "always")
    warned = [line for line in done.stderr.splitlines() if "Warning" in line]
    assert [line.split("user.py:")[1] for line in warned] == [
        "3: DeprecationWarning: pkg.old is deprecated and goes in 2.0: use pkg.new"
    ]


def test_what_was_pickled_before_loads_and_is_pickled_by_its_new_name(tmp_path: Path) -> None:
    store = "import pickle, pkg.old\nopen('stored', 'wb').write(pickle.dumps([pkg.old.Thing(), pkg.old.f]))\n"
    write_tree({PurePosixPath(name.replace("new", "old")): text.encode() for name, text in LIBRARY.items()}, tmp_path)
    assert python(tmp_path, store).returncode == 0
    (tmp_path / "pkg/old.py").unlink()
    library(tmp_path)
    code = "import pickle, pkg.new\nthing, f = pickle.loads(open('stored', 'rb').read())\n"
    code += "assert type(thing) is pkg.new.Thing and f is pkg.new.f\nassert b'pkg.new' in pickle.dumps(thing)\n"
    done = python(tmp_path, code, "-W", "ignore")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_patch_of_a_lazy_name_stays_at_the_old_place_and_one_of_an_alias_reaches_the_new(tmp_path: Path) -> None:
    code = """
import sys
from unittest import mock
import pkg.new
with mock.patch("pkg.old.f") as patched:
    import pkg.old
    assert pkg.old.f is patched
    assert (pkg.new.f is patched) == (sys.argv[1] == "alias"), pkg.new.f
assert pkg.old.f is pkg.new.f and pkg.new.f(1) == 1
assert (sys.modules["pkg.old"] is pkg.new) == (sys.argv[1] == "alias")
"""
    for how in ("lazy", "alias"):
        folder = library(tmp_path / how, how=how)
        (folder / "user.py").write_text(code)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "user.py", how], cwd=folder, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), how


@pytest.mark.parametrize("how", ["lazy", "eager", "alias", "silent"])
def test_type_checkers_see_the_names_and_nothing_else(tmp_path: Path, how: str) -> None:
    folder = library(tmp_path, LIBRARY | {"pkg/py.typed": ""}, how=how)
    (folder / "user.py").write_text(
        "import pkg.old\nfrom pkg.old import Thing, f\nfrom pkg.stays import g\nfrom pkg import went\n"
        "reveal_type(f)\nreveal_type(g)\nreveal_type(went)\nreveal_type(pkg.old.Thing)\nthing: Thing\npkg.old.missing\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", os.devnull, "user.py"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("user.py")]
    assert [line.partition(": ")[2] for line in told] == [
        *['note: Revealed type is "def (x: int) -> int"'] * 3,
        'note: Revealed type is "def () -> pkg.new.Thing"',
        'error: Module has no attribute "missing"  [attr-defined]',
    ], done.stdout


def test_names_renamed_twice_lead_to_their_end_and_are_served_by_one_table(tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "", "pkg/a.py": "def one():\n    return 1\n\n\ndef other():\n    return 2\n"}
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, tmp_path)
    for old, new in (("one", "two"), ("two", "three"), ("other", "another")):
        options: dict[str, object] = {"rename": {f"pkg.a.{old}": new}, "leave": "compat", "remove_in": "2.0"}
        outcome = codemods.make("rename", options).run(workspace)
        assert outcome.refusals == ()
        assert outcome.notes == ()
        workspace = workspace.with_changes(outcome.changes)
    text = workspace.read(PurePosixPath("pkg/a.py")).decode()
    assert text.count("_MOVED = {") == text.count("def __getattr__") == 1
    for old, new in (("one", "three"), ("two", "three"), ("other", "another")):
        assert f'    "{old}": ("pkg.a.{new}", "2.0"),\n' in text
    (tmp_path / "pkg/a.py").write_text(text)
    done = python(
        tmp_path, "from pkg.a import one, two, other, three, another\nassert one is two is three\n", "-W", "ignore"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_chain_of_moves_leads_to_its_end_and_what_came_back_is_where_it_was() -> None:
    moves = [
        Move("p.a.f", "p.b.f"),
        Move("p.b", "p.c", "module"),
        Move("p.old", "p.new", "module"),
        Move("p.old.Old", "p.new.New"),
        Move("p.there", "p.away", "module"),
        Move("p.away", "p.there", "module"),
    ]
    record = Record(tuple(moves))
    assert record.now("p.a.f") == "p.c.f"
    assert record.now("p.b.g.h") == "p.c.g.h"
    assert record.now("p.old.Old") == "p.new.New"
    assert record.now("p.old.other") == "p.new.other"
    assert record.now("p.there.x") == "p.there.x"
    assert {move.old: move.new for move in record.ends.values()} == {
        "p.a.f": "p.c.f",
        "p.away": "p.there",
        "p.b": "p.c",
        "p.old": "p.new",
        "p.old.Old": "p.new.New",
    }


def test_the_moves_of_earlier_steps_are_kept_alive_and_recorded_as_left(tmp_path: Path) -> None:
    workspace = write_tree(
        {PurePosixPath(name): text.encode() for name, text in {**LIBRARY, "pkg/user.py": "import pkg.new\n"}.items()},
        tmp_path,
    )
    moves: tuple[Move, ...] = ()
    for rename in ({"pkg.new": "pkg.newer"}, {"pkg.newer.f": "g"}, {"pkg.stays.y": "z"}):
        outcome = codemods.make("rename", {"rename": rename}).run(workspace)
        moves += outcome.moves
        workspace = workspace.with_changes(outcome.changes).knowing(moves, "1.0")
    outcome = codemods.make("compat", {"remove_in": "2.0"}).run(workspace)
    assert {(move.old, move.new) for move in outcome.moves if move.left == "compat"} >= {
        ("pkg.new", "pkg.newer"),
        ("pkg.new.f", "pkg.newer.g"),
        ("pkg.newer.f", "pkg.newer.g"),
        ("pkg.stays.y", "pkg.stays.z"),
    }
    after = workspace.with_changes(outcome.changes).knowing(moves + outcome.moves, "1.0")
    assert codemods.make("compat", {"remove_in": "2.0"}).run(after).changes == ()
    ended = codemods.make("compat", {"expire": True}).run(after.knowing(after.moves, "2.0"))
    assert ended.refusals == ()
    last = after.with_changes(ended.changes)
    assert {path: last.read(path) for path in last.files} == {path: workspace.read(path) for path in workspace.files}
    assert codemods.make("compat", {"remove_in": "3.0"}).run(last).changes == ()


def test_a_private_name_that_moved_gets_a_shim_only_when_it_is_asked_for(tmp_path: Path) -> None:
    files = {**LIBRARY, "pkg/_fast.py": "def copy():\n    pass\n"}
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, tmp_path)
    renames = {"pkg._fast": "pkg._quick", "pkg.new._private": "_internal"}
    outcome = codemods.make("rename", {"rename": renames}).run(workspace)
    workspace = workspace.with_changes(outcome.changes).knowing(outcome.moves, "1.0")
    assert codemods.make("compat", {}).run(workspace).changes == ()
    for asked in ({"private": True}, {"moves": {"pkg._fast": "pkg._quick", "pkg.new._private": "pkg.new._internal"}}):
        outcome = codemods.make("compat", asked).run(workspace)
        assert {str(change.path) for change in outcome.changes} == {"pkg/_fast.py", "pkg/new.py"}


def test_a_guide_tells_that_a_function_left_to_call_the_new_one_warns(tmp_path: Path) -> None:
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in LIBRARY.items()}, tmp_path)
    options = {"functions": ["pkg.new.f"], "class": "Tools", "leave": "compat", "remove_in": "2.0"}
    outcome = codemods.make("wrap-in-class", options).run(workspace)
    assert outcome.refusals == ()
    workspace = workspace.with_changes(outcome.changes).knowing(outcome.moves, "1.0")
    outcome = codemods.make("compat", {"guide": "moving.md"}).run(workspace)
    (change,) = outcome.changes
    assert b"| `pkg.new.f` | `pkg.new.Tools.f` | warns, goes in 2.0 |" in (change.after or b"")


PLAN = """
[project]
name = "pkg 1.9"
source = ["src"]
also = ["tests", "pyproject.toml"]

[gate]
run = "python -m pytest -q"
checks = ["parse", "imports", "api", "cycles", "tests"]

[compat]
remove_in = "2.0"

[[phase]]
id = 1
title = "New names"

  [[phase.step]]
  id = "1.1"
  title = "Tools, not helpers"
  codemod = "rename"
  rename = { "pkg.helpers" = "pkg.tools" }

  [[phase.step]]
  id = "1.2"
  title = "Read, not load"
  codemod = "rename"
  rename = { "pkg.core.load" = "read" }
  leave = "compat"

  [[phase.step]]
  id = "1.3"
  title = "One module for things"
  codemod = "merge-modules"
  from = ["pkg.more"]
  into = "pkg.core"
  rename = { Extra = "Other" }

  [[phase.step]]
  id = "1.4"
  title = "Tell our users"
  codemod = "compat"
  changelog = "CHANGELOG.md"
  guide = "docs/moving.md"
  plan = "docs/moving.toml"
"""


def test_a_library_moves_its_names_and_its_users_follow_by_the_plan_that_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "src/pkg/__init__.py": "from .helpers import tidy\n",
        "src/pkg/helpers.py": "def tidy(text):\n    return text.strip()\n",
        "src/pkg/core.py": "def load(text):\n    return text.split()\n",
        "src/pkg/more.py": "class Extra:\n    pass\n",
        "tests/test_pkg.py": "from pkg import core\n\n\ndef test_load():\n    assert core.load('a b') == ['a', 'b']\n",
        "pyproject.toml": '[project]\nname = "pkg"\nversion = "1.9"\n\n[tool.pytest.ini_options]\npythonpath = ["src"]\n',
        "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n- Something.\n",
        "migration.toml": PLAN,
    }
    lib = make_tree(tmp_path / "lib", dict(files))
    answer = lib.migrate("apply")
    assert answer.code == 0, answer.out + answer.err
    assert "`pkg.helpers` is now `pkg.tools`" in lib.read("CHANGELOG.md")
    assert "| `pkg.more.Extra` | `pkg.core.Other` | warns, goes in 2.0 |" in lib.read("docs/moving.md")
    head = lib.git("rev-parse", "HEAD")
    assert lib.migrate("apply").code == 0
    assert lib.git("rev-parse", "HEAD") == head

    user = make_tree(
        tmp_path / "user",
        {
            "app.py": "import pkg.helpers\nfrom pkg.core import load\nfrom pkg.more import Extra\n\n\n"
            "def run(text):\n    return load(pkg.helpers.tidy(text)), Extra()\n",
            "test_app.py": "from unittest import mock\n\nimport app\n\n\ndef test_run():\n"
            "    with mock.patch('pkg.helpers.tidy', return_value='a b'):\n        assert app.run('x')[0] == ['a', 'b']\n",
            "moving.toml": lib.read("docs/moving.toml"),
        },
    )
    monkeypatch.setenv("PYTHONPATH", str(lib.root / "src"))
    strictly = [sys.executable, "-W", "error::DeprecationWarning", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    before = subprocess.run(strictly, cwd=user.root, capture_output=True, text=True, check=False)
    assert "pkg.core.load is deprecated and goes in 2.0: use pkg.core.read" in before.stdout

    answer = user.migrate("--plan", "moving.toml", "apply")
    assert answer.code == 0, answer.out + answer.err
    assert user.read("app.py") == (
        "import pkg.tools\nfrom pkg.core import read\nfrom pkg.core import Other\n\n\n"
        "def run(text):\n    return read(pkg.tools.tidy(text)), Other()\n"
    )
    assert "mock.patch('pkg.tools.tidy'" in user.read("test_app.py")
    after = subprocess.run(strictly, cwd=user.root, capture_output=True, text=True, check=False)
    assert after.returncode == 0, after.stdout
