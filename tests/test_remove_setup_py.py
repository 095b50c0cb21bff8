"""What setuptools makes of a project is the same before and after `remove-setup-py`, apart from what PEP 621 says otherwise."""

from __future__ import annotations

import email
import os
import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest
from codemod_cases import Case, read_cases, run_case

pytest.importorskip("tomlkit")
pytest.importorskip("setuptools", "61")

BUILD = "import sys; from setuptools import build_meta; build_meta.prepare_metadata_for_build_wheel(sys.argv[1])"
CASES = [
    case
    for case in read_cases("remove-setup-py")
    if case.changes and case.name not in ("scm_gives_the_version", "dynamic_keys_are_filled_and_others_left_out")
]
FOLDED = {
    "Author",
    "Author-email",
    "Maintainer",
    "Maintainer-email",
    "Home-page",
    "Project-URL",
    "Metadata-Version",
    "Dynamic",
}
"""PEP 621 writes names and addresses of people, and of the project, into other fields."""


def built(project: Path, into: Path) -> tuple[Message, str, str]:
    """METADATA, the entry points and the top-level names of that project."""
    into.mkdir()
    environment = {**os.environ, "PYTHONPATH": ""}
    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(into)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    folder = next(into.glob("*.dist-info"))
    texts = [folder / name for name in ("entry_points.txt", "top_level.txt")]
    points, top = (path.read_text() if path.exists() else "" for path in texts)
    return email.message_from_string((folder / "METADATA").read_text()), points, top


def facts(metadata: Message) -> dict[str, list[str]]:
    """Its fields, in any order; requirements without blanks."""
    return {
        key: sorted(value.replace(" ", "").replace('"', "'").replace("(", "").replace(")", "") for value in values)
        for key in metadata
        if key not in FOLDED and (values := metadata.get_all(key))
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_setuptools_builds_the_same_metadata_from_pyproject(case: Case, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    _, workspace = run_case(case, before)
    for path in workspace.files:
        (after / path).parent.mkdir(parents=True, exist_ok=True)
        (after / path).write_bytes(workspace.read(path))

    old, old_points, old_top = built(before, tmp_path / "old")
    new, new_points, new_top = built(after, tmp_path / "new")

    old_facts = facts(old)
    if "Description-Content-Type" not in old:
        del new["Description-Content-Type"]  # `[project]` has to say one
    assert facts(new) == old_facts
    assert (new_points.split(), new_top) == (old_points.split(), old_top)
    assert new.get_payload().strip() == old.get_payload().strip()
    assert people(old) == people(new)


def people(metadata: Message) -> set[str]:
    """The words in which it tells of its authors."""
    told = (value for key in ("Author", "Author-email") for value in metadata.get_all(key, ()))
    return {word.strip("<>,") for value in told for word in value.split()}
