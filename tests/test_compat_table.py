"""Compat modules from a table, in real interpreters: whom they warn, what they give, and that they go again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree

from migrate import codemods
from migrate.model import Outcome
from migrate.workspace import Workspace

LIBRARY = {
    "pkg/__init__.py": "from pkg.lower import lower\n",
    "pkg/lower.py": "def lower(graph, level=1):\n    return graph\n",
    "pkg/passes.py": "def fold(graph):\n    return [*graph, 'fold']\n\n\ndef dce(graph):\n    return [*graph, 'dce']\n\n\n"
    "class Tile:\n    def size(self):\n        return 1\n",
    "pkg/pipeline.py": "def run(graph, passes, level=1):\n    return [*graph, *passes, level]\n",
    "pkg/telemetry.py": "SEEN: list[object] = []\n\n\ndef used(name, graph):\n    SEEN.append((name, list(graph)))\n",
}
ROWS: dict[str, object] = {
    "fold": "pkg.passes.fold",
    "Tile": "pkg.passes.Tile",
    "lower": {"call": "pkg.pipeline.run($graph, ['$0'], level=$level)"},
    "clean": {"calls": ["pkg.passes.fold($graph)", "pkg.passes.dce($_)"], "signature": "(graph)"},
    "verify": {"noop": True, "signature": "(graph, strict=False)"},
    "watched": {"to": "pkg.passes.dce", "before": "pkg.telemetry.used('$0', $graph)"},
    "Manager.run": {"call": "pkg.pipeline.run($graph, [], level=0)", "signature": "(self, graph)"},
    "emit": {"removed": "use pkg.pipeline.run"},
}
OPTIONS: dict[str, object] = {
    "module": "pkg.compat", "rows": ROWS, "remove_in": "2.0", "reexport": ["pkg"], "replace": True,
}  # fmt: skip


def outcome(folder: Path, options: dict[str, object]) -> Outcome:
    return codemods.make("compat-from-table", options).run(Workspace(folder))


def write(folder: Path, made: Outcome) -> Path:
    assert made.refusals == ()
    for change in made.changes:
        (folder / change.path).unlink(missing_ok=True)
        if change.after is not None:
            (folder / change.path).write_bytes(change.after)
    return folder


def library(folder: Path, **options: object) -> Path:
    """A library whose old names are answered by a table."""
    write_tree({PurePosixPath(name): text.encode() for name, text in LIBRARY.items()}, folder)
    return write(folder, outcome(folder, OPTIONS | options))


def python(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run this code as user.py beside the library."""
    (folder / "user.py").write_text(code)
    command = [sys.executable, "-B", *words, "user.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


USES = {
    "from pkg.compat import fold": "pkg.compat.fold is deprecated and goes in 2.0: use pkg.passes.fold",
    "from pkg import fold": "pkg.fold is deprecated and goes in 2.0: use pkg.passes.fold",
    "import pkg; pkg.fold": "pkg.fold is deprecated and goes in 2.0: use pkg.passes.fold",
    "import pkg.compat as c; c.lower([], level=2)":
        "pkg.compat.lower is deprecated and goes in 2.0: use pkg.pipeline.run(graph, ['lower'], level=level)",
    "from pkg import lower; lower([])":
        "pkg.compat.lower is deprecated and goes in 2.0: use pkg.pipeline.run(graph, ['lower'], level=level)",
    "from pkg.compat import clean; list(map(clean, [[1]]))":
        "pkg.compat.clean is deprecated and goes in 2.0: use pkg.passes.fold(graph), then pkg.passes.dce(...)",
    "from pkg import verify; assert verify([1]) == [1]":
        "pkg.compat.verify is deprecated and goes in 2.0: it does nothing any more, leave it out",
    "from pkg.compat import watched; watched([])":
        "pkg.compat.watched is deprecated and goes in 2.0: use pkg.passes.dce",
    "from pkg.compat import Manager; Manager().run([])":
        "pkg.compat.Manager.run is deprecated and goes in 2.0: use pkg.pipeline.run(graph, [], level=0)",
    "import pkg; m = pkg.Manager(); m.run(graph=[])":
        "pkg.compat.Manager.run is deprecated and goes in 2.0: use pkg.pipeline.run(graph, [], level=0)",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library(tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize("use", USES)
def test_each_use_warns_once_at_the_callers_own_line(built: Path, use: str) -> None:
    done = python(built, f"\n\n{use}\n", "-W", "always::DeprecationWarning")
    warned = [line for line in done.stderr.splitlines() if "Warning" in line]
    assert done.returncode == 0, done.stderr
    assert [line.partition(": DeprecationWarning: ")[2] for line in warned] == [USES[use]]
    assert warned[0].partition(": ")[0].endswith("user.py:3")


def test_a_call_in_another_module_and_inside_a_function_is_told_there(built: Path) -> None:
    (built / "other.py").write_text("from pkg import lower\n\n\ndef work():\n    return lower([])\n")
    done = python(built, "import other\nother.work()\n", "-W", "always::DeprecationWarning")
    assert [line.partition(": ")[0].rpartition("/")[2] for line in done.stderr.splitlines() if "Warning" in line] == [
        "other.py:5"
    ]


def test_a_star_import_brings_every_public_row_and_warns_at_the_star_and_at_the_calls(built: Path) -> None:
    code = (
        "from pkg.compat import *\nassert lower([]) == ['lower', 1]\nassert fold([]) == ['fold']\nTile, Manager, emit\n"
    )
    done = python(built, code, "-W", "always::DeprecationWarning")
    assert done.returncode == 0, done.stderr
    places = [line.partition(": ")[0].rpartition("/")[2] for line in done.stderr.splitlines() if "Warning" in line]
    assert places == ["user.py:1", "user.py:1", "user.py:2"]


def test_every_row_gives_what_it_says(built: Path) -> None:
    code = """
import inspect, pkg, pkg.compat, pkg.passes, pkg.telemetry
assert pkg.compat.fold is pkg.fold is pkg.passes.fold and pkg.Tile is pkg.passes.Tile
assert pkg.lower([0], 3) == [0, "lower", 3] and pkg.clean([]) == ["fold", "dce"]
given = []
assert pkg.verify(given, strict=True) is given
assert pkg.watched([7]) == [7, "dce"] and pkg.telemetry.SEEN == [("watched", [7])]
assert pkg.Manager().run([1]) == [1, 0]
assert str(inspect.signature(pkg.lower)) == "(graph, level=1)"
import pkg.lower as module
from pkg import lower
assert callable(lower) and lower is pkg.compat.lower
"""
    done = python(built, code, "-W", "ignore")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_removed_name_can_be_imported_and_says_at_its_call_what_to_use(built: Path) -> None:
    done = python(built, "from pkg import emit\nemit(1, deep=True)\n")
    assert done.stderr.rstrip().endswith("RuntimeError: pkg.compat.emit was removed: use pkg.pipeline.run")
    assert 'user.py", line 2' in done.stderr


def test_the_same_table_twice_changes_nothing_and_more_rows_keep_the_version_of_the_old(tmp_path: Path) -> None:
    folder = library(tmp_path)
    assert outcome(folder, OPTIONS).changes == ()
    more = OPTIONS | {"remove_in": "3.0", "rows": ROWS | {"dce": "pkg.passes.dce"}}
    write(folder, outcome(folder, more))
    text = (folder / "pkg/compat.py").read_text()
    assert '"fold": ("pkg.passes.fold", "2.0")' in text
    assert '"dce": ("pkg.passes.dce", "3.0")' in text
    assert text.count('"2.0"') == 7
    assert outcome(folder, more).changes == ()


def test_type_checkers_see_every_row_and_its_types(built: Path) -> None:
    code = "import pkg\nfrom pkg.compat import Tile, lower, verify\nx: int = Tile().size()\nlower([], level=2)\nverify(1)\npkg.fold\n"
    (built / "checked.py").write_text(code)
    words = ["--config-file=", "--no-incremental", "--cache-dir=/dev/null", "--implicit-reexport", "checked.py"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *words], cwd=built, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("Success"), done.stdout


def test_the_module_goes_when_nobody_uses_it_and_is_refused_with_the_places_before(tmp_path: Path) -> None:
    folder = library(tmp_path)
    (folder / "user.py").write_text("from pkg import lower\nimport pkg.compat\n\n\ndef f():\n    pkg.compat.fold([])\n")
    ending = {"module": "pkg.compat", "remove": True, "reexport": ["pkg"]}
    refused = outcome(folder, ending)
    assert refused.changes == ()
    assert {(item.code, str(item.where)) for item in refused.refusals} == {
        ("compat-in-use", "user.py:1"), ("compat-in-use", "user.py:2"), ("compat-in-use", "user.py:6"),
    }  # fmt: skip
    (folder / "user.py").write_text("from pkg.passes import fold\n")
    made = outcome(folder, ending)
    assert {removal.name for removal in made.removals} >= {"pkg.compat", "pkg.compat.fold", "pkg.lower", "pkg.fold"}
    write(folder, made)
    assert not (folder / "pkg/compat.py").exists()
    assert (folder / "pkg/__init__.py").read_text().strip() == ""
    assert outcome(folder, ending).changes == ()


@pytest.mark.parametrize("name", ["fold", "lower", "emit", "Manager.run"])
def test_one_row_goes_and_all_others_still_answer(tmp_path: Path, name: str) -> None:
    folder = library(tmp_path)
    write(folder, outcome(folder, {"module": "pkg.compat", "remove": [name], "reexport": ["pkg"]}))
    others = [old.partition(".")[0] for old in ROWS if old != name]
    code = f"import pkg.compat\nfor name in {others!r}:\n    assert getattr(pkg.compat, name) and getattr(pkg, name)\n"
    gone = name.partition(".")[0]
    if name != "Manager.run":
        code += f"import types\nassert isinstance(getattr(pkg, {gone!r}, types), types.ModuleType)\n"
    code += f"assert not hasattr(pkg.compat, {gone!r})\n"
    done = python(folder, code, "-W", "ignore")
    assert (done.returncode, done.stderr) == (0, "")
    assert outcome(folder, {"module": "pkg.compat", "remove": [name], "reexport": ["pkg"]}).changes == ()
