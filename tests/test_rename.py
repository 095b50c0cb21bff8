"""Renames something there and back in generated projects: every byte must be as it was."""

from __future__ import annotations

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

DEFINITIONS = {
    "function": "def {old}(x=1):\n    return x\n",
    "overloaded": "if len('x'):\n    def {old}(x=1):  # {old}\n        return {old}\nelse:\n    def {old}(): ...\n",
    "class": "class {old}:\n    twin: '{old} | None' = None\n\n    def {old}(self) -> \"{old}\":\n        return {old}()\n",
    "constant": "{old} = 1 ; {old} += 1\n\n\ndef grow():\n    global other, {old}\n    {old} = 2\n\n\nother = 1\n",
    "guarded": "try:\n    {old} = int\nexcept (KeyError, ValueError):\n    {old} = None\n",
}
USES = [
    "from pkg.core import {old}",
    "from pkg.core import (\n    other_thing,\n    {old},  # why\n)\nprint({old}, other_thing)",
    "from pkg.core import {old} as mine, other_thing\nmine, other_thing",
    "import pkg.core\npkg . core . {old}\nx = [pkg.core.{old} for y in (1,)]",
    "import pkg.core as c, os\nprint(f'{{c.{old}}} {{c.{old}!r:>{{len(str(c.{old}))}}}}')",
    "from pkg import core\ngetattr(core, '{old}'), core.{old}",
    "def f():\n    from pkg.core import {old}\n\n    def g({old}={old}):\n        return {old}\n\n    return {old}, g",
    "class K:\n    from pkg.core import {old}\n    y = {old}",
    "def h(fixture: 'c.{old}', {old}=3) -> None:\n    print({old}, '{old}')\n\n\nimport pkg.core as c",
    "if True:\n\tfrom pkg.core import {old}; print({old})",
    "from unittest import mock\np = mock.patch('pkg.core.{old}'), (\"pkg .core\" '.{old}s')",
    "from pkg.core import *\nprint({old})",
    "s = {{'{old}': 1}}  # {old}, of `pkg.core.{old}`\n'''Says pkg.core.{old}, not pkg.core.{old}s'''",
    "lambda: [({old}, 1) for {old} in ()]",
]
PACKAGES = ["", "from .core import {old}\n", "from .core import {old}\n__all__ = ['{old}']\n", "from . import core\n"]
TEXT = "# pkg.core.{old}\n\n```python\nfrom pkg.core import {old}\n{old}()\n```\n{old}; `src/pkg/core.py`\n"


@st.composite
def projects(draw: st.DrawFn) -> tuple[dict[PurePosixPath, bytes], str]:
    old = draw(st.sampled_from(["run", "Thing", "größe", "x1"]))
    files = {
        "src/pkg/__init__.py": draw(st.sampled_from(PACKAGES)),
        "src/pkg/core.py": "other_thing = 0\n" + DEFINITIONS[draw(st.sampled_from(sorted(DEFINITIONS)))],
        "README.md": TEXT,
    }
    for name in ("src/pkg/user.py", "src/pkg/deep/part.py", "tests/test_it.py"):
        files[name] = "\n\n".join(draw(st.lists(st.sampled_from(USES), max_size=4))) + draw(st.sampled_from(["", "\n"]))
    ready = {}
    for name, text in files.items():
        data = text.replace("{old}", old) if "{{" not in text else text.format(old=old)
        line, head = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff", "latin"]))
        data = data.replace("\n", line)
        if head == "latin" and name.endswith(".py"):
            ready[PurePosixPath(name)] = f"# coding: latin-1{line}é = 1{line}{data}".encode("latin-1")
        else:
            ready[PurePosixPath(name)] = (head.replace("latin", "") + data).encode()
    return ready, old


def rename(
    folder: Path, tree: dict[PurePosixPath, bytes], names: dict[str, str]
) -> tuple[Outcome, dict[PurePosixPath, bytes]]:
    write_tree(tree, folder)
    workspace = Workspace(folder, Layout(("src",), ("README.md",)))
    outcome = codemods.make("rename", {"rename": names}).run(workspace)
    after = workspace.with_changes(outcome.changes)
    return outcome, {path: after.read(path) for path in after.files}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_a_symbol_renamed_there_and_back_leaves_every_byte_as_it_was(
    project: tuple[dict[PurePosixPath, bytes], str],
) -> None:
    tree, old = project
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        outcome, there = rename(Path(one), tree, {f"pkg.core.{old}": "brand_new"})
        assert outcome.refusals == ()
        assert b"brand_new" in there[PurePosixPath("src/pkg/core.py")]
        outcome, back = rename(Path(two), there, {"pkg.core.brand_new": old})
        assert outcome.refusals == ()
        assert back == tree


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_a_module_renamed_there_and_back_leaves_every_byte_as_it_was(
    project: tuple[dict[PurePosixPath, bytes], str],
) -> None:
    tree, _ = project
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        outcome, there = rename(Path(one), tree, {"pkg.core": "pkg.heart"})
        assert outcome.refusals == ()
        assert PurePosixPath("src/pkg/core.py") not in there
        outcome, back = rename(Path(two), there, {"pkg.heart": "pkg.core"})
        assert outcome.refusals == ()
        assert back == tree


@pytest.mark.parametrize("definition", sorted(DEFINITIONS))
def test_every_form_of_reference_runs_as_before(definition: str, tmp_path: Path) -> None:
    uses = "\n\n".join(USES).format(old="thing")
    tree = {
        PurePosixPath("src/pkg/__init__.py"): b"",
        PurePosixPath("src/pkg/core.py"): f"other_thing = 0\n{DEFINITIONS[definition]}".replace(
            "{old}", "thing"
        ).encode(),
        PurePosixPath("use.py"): uses.encode(),
    }
    outcome, after = rename(tmp_path / "before", tree, {"pkg.core.thing": "brand_new"})
    assert outcome.refusals == ()
    write_tree(after, tmp_path / "after")

    said = []
    for side in ("before", "after"):
        found = subprocess.run(
            [sys.executable, "-B", "use.py"],
            cwd=tmp_path / side,
            env={"PYTHONPATH": "src"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, found.stderr
        said.append(found.stdout.replace("brand_new", "thing").split(" at 0x")[0])
    assert said[0] == said[1]
