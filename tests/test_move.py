"""Moves names in generated projects: whatever imported before imports after, and old and new names are one object."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate import codemods
from migrate.model import Outcome
from migrate.workspace import Layout, Workspace

HEADS = [
    "import os\nimport json as j\nfrom os import path, sep\n",
    "from __future__ import annotations\nimport os, json as j\nfrom typing import TYPE_CHECKING\nfrom os import (\n    path,\n    sep,\n)\n"
    "if TYPE_CHECKING:\n    from .other import Kind\n",
    "import os\ntry:\n    import ujson as j\nexcept ImportError:\n    import json as j\nfrom os import path, sep\n",
]
PARTS = {
    "one": "def one(x=1):\n    return j.dumps(os.name), path\n",
    "two": "# about two\n@staticmethod\ndef two(y=sep):\n    from . import other\n    return one, other\n",
    "Three": "class Three:\n    '''See pkg.core.Three.'''\n    other: 'Three | None' = None\n\n"
    '    def run(self) -> "Three":\n        return two\n',
    "FOUR": "FOUR = {'a': sep}\n'''Words.'''\nFOUR['b'] = 1\n",
    "_five": "def _five():\n    return FOUR, _count()\n",
    "_count": "_seen = []\n\n\ndef _count():\n    _seen.append(1)\n    return len(_seen)\n",
    "Six": "class Six(Three):\n    value = _five()\n",
    "log": "import logging\nlog = logging.getLogger(__name__)\n\n\ndef seven():\n    log.info('x')\n    return Six\n",
}
NAMES = ["one", "two", "Three", "FOUR", "_five", "_count", "Six", "seven"]
USES = [
    "from pkg.core import one, Six",
    "from pkg.core import (\n    two,\n    Three as T,  # why\n)\nprint(two, T)",
    "import pkg.core\nx = [pkg.core.one() for y in (1,)], pkg.core.FOUR",
    "import pkg.core as c, os\nprint(c.Three, c.one, os)",
    "from pkg import core\ngetattr(core, 'one'), core.Six.value",
    "def f():\n    from pkg.core import one, seven\n    return one, seven",
    "class K:\n    from pkg.core import FOUR\n    y = FOUR",
    "from pkg.core import *\nprint(one, Six, FOUR)",
    "s = 'pkg.core.Three'  # of `pkg.core.Three`",
]
PACKAGES = ["", "from .core import one, Six\n", "from .core import *\n__all__ = ['one']\n", "from . import core\n"]
TARGETS = {
    "pkg.new": None,
    "pkg.deep.new": None,
    "pkg.there": '"""There."""\nimport os\n\n\ndef own():\n    return os\n',
    "pkg.taker": "from .core import FOUR, one\n\n\ndef own():\n    return FOUR, one\n",
}


@st.composite
def projects(draw: st.DrawFn) -> tuple[dict[PurePosixPath, bytes], dict[str, object]]:
    parts = "\n\n".join(PARTS.values())
    files = {
        "src/pkg/__init__.py": draw(st.sampled_from(PACKAGES)),
        "src/pkg/core.py": draw(st.sampled_from(HEADS)) + "\n\n" + parts,
        "src/pkg/other.py": "class Kind: ...\n",
    }
    into = draw(st.sampled_from(sorted(TARGETS)))
    if (text := TARGETS[into]) is not None:
        files[f"src/{into.replace('.', '/')}.py"] = text
    for name in ("src/pkg/user.py", "src/outside.py"):
        files[name] = "\n\n".join(draw(st.lists(st.sampled_from(USES), max_size=4))) + draw(st.sampled_from(["", "\n"]))
    line = draw(st.sampled_from(["\n", "\r\n"]))
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    options: dict[str, object] = {
        "symbols": [f"pkg.core.{name}" for name in chosen] if len(chosen) < 4 else ["pkg.core.*"],
        "into": into,
        "leave": draw(st.sampled_from(["nothing", "compat", "reexport"])),
        "helpers": draw(st.sampled_from(["auto", "move", "import"])),
        "cycles": draw(st.sampled_from(["refuse", "inside-functions"])),
    }
    return {PurePosixPath(name): text.replace("\n", line).encode() for name, text in files.items()}, options


def run(workspace: Workspace, options: dict[str, object]) -> Outcome:
    return codemods.make("move", options).run(workspace)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(projects())
def test_what_imported_before_imports_after_and_old_and_new_names_are_one_object(
    project: tuple[dict[PurePosixPath, bytes], dict[str, object]],
) -> None:
    files, options = project
    with tempfile.TemporaryDirectory() as folder:
        write_tree(files, Path(folder))
        workspace = Workspace(Path(folder), Layout(("src",)))
        outcome = run(workspace, options)
        if outcome.refusals:
            assert outcome.refusals[0].code not in ("lost-name", "broken-result")
            assert not outcome.changes
            return
        after = workspace.with_changes(outcome.changes)
        assert not run(after, options).changes
        for change in outcome.changes:
            assert change.after is not None
            (Path(folder) / change.path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / change.path).write_bytes(change.after)
        modules = [str(path)[4:-3].replace("/", ".").removesuffix(".__init__") for path in after.python_files()]
        pairs = [(move.old, move.new) for move in outcome.moves if move.left != "nothing"]
        gone = [move.old for move in outcome.moves if move.left == "nothing"]
        program = f"""
import importlib, sys, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, {folder + "/src"!r})
for name in {modules!r}:
    for known in [key for key in sys.modules if key.partition(".")[0] in ("pkg", "outside")]:
        del sys.modules[known]
    importlib.import_module(name)
def get(dotted):
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)
for old, new in {pairs!r}:
    assert get(old) is get(new), old
print(importlib.import_module("pkg.core"))
"""
        answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert answer.returncode == 0, (options, gone, answer.stderr)


@pytest.mark.parametrize("leave", ["nothing", "compat", "reexport"])
def test_untouched_files_keep_their_bytes_and_the_moves_say_what_is_left(leave: str, tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": b"",
        "pkg/a.py": b"def f():\r\n    return 1\r\n\r\n\r\ndef g(): return 2",
        "odd.py": b"\xef\xbb\xbfx = '\xc3\xa9'\r\n\f\n",
        "broken.py": b"from pkg.a import f(\n",
    }
    workspace = write_tree({PurePosixPath(name): data for name, data in files.items()}, tmp_path)

    outcome = run(workspace, {"symbols": ["pkg.a.f"], "into": "pkg.b", "leave": leave})

    assert not outcome.refusals
    assert sorted(str(change.path) for change in outcome.changes) == ["pkg/a.py", "pkg/b.py"]
    assert [(move.old, move.new, move.left) for move in outcome.moves] == [("pkg.a.f", "pkg.b.f", leave)]
    assert "broken.py" in json.dumps(outcome.notes)
