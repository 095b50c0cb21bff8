"""mypy as a second opinion: it reads the tree as the pending edits leave it, and leaves nothing behind."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree

from migrate import codemods
from migrate.model import Outcome
from migrate.workspace import Layout, Workspace

A = b"class K:\n    def old(self): ...\n"
USER = b"from collections import deque\nfrom a import K\n\nline: deque[K] = deque()\nline.popleft().old()\n"


def rename(workspace: Workspace, **options: object) -> Outcome:
    wanted = {"rename": {"a.K.old": "new"}, "evidence": "mypy", **options}
    return codemods.make("rename", wanted).run(workspace)


def project(folder: Path, **files: bytes) -> Workspace:
    tree = {PurePosixPath(f"{name}.py"): text for name, text in ({"a": A, "user": USER} | files).items()}
    return write_tree(tree, folder)


def after(workspace: Workspace, outcome: Outcome, path: str) -> bytes:
    return workspace.with_changes(outcome.changes).read(PurePosixPath(path))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MIGRATE_CACHE", str(folder))
    return folder


def test_nothing_is_written_to_the_tree_and_nothing_stays_in_the_cache(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPYPATH", "somewhere")
    tree, thresholds = tmp_path / "tree", gc.get_threshold()
    workspace = project(tree)

    outcome = rename(workspace)

    assert after(workspace, outcome, "user.py").endswith(b".popleft().new()\n")
    assert sorted(path.name for path in tree.iterdir()) == ["a.py", "user.py"]
    assert not list(cache.iterdir())
    assert os.environ["MYPYPATH"] == "somewhere"
    assert gc.get_threshold() == thresholds


def test_pending_edits_count_and_files_that_are_gone_do_not(tmp_path: Path) -> None:
    workspace = project(tmp_path / "tree", a=b"", b=A)
    b, a, user = (PurePosixPath(f"{name}.py") for name in ("b", "a", "user"))
    moved = workspace.with_changes([workspace.change(b, None), workspace.change(a, A)])
    gone = moved.with_changes([moved.change(user, USER.replace(b"from a", b"from b"))])

    assert after(moved, rename(moved), "user.py").endswith(b".popleft().new()\n")
    assert [refusal.code for refusal in rename(gone).refusals] == ["unproven-receiver"]


def test_configuration_plugins_and_the_code_itself_are_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touching = b"open('touched', 'w').close()\n"
    workspace = project(tmp_path / "tree", plug=touching, user=touching + USER)
    (tmp_path / "tree" / "mypy.ini").write_text("[mypy]\nplugins = plug.py\nignore_errors = True\n")
    monkeypatch.chdir(tmp_path / "tree")

    outcome = rename(workspace)

    assert after(workspace, outcome, "user.py").endswith(b".popleft().new()\n")
    assert not (tmp_path / "tree" / "touched").exists()


@pytest.mark.parametrize(
    "text",
    [
        USER.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + USER,
        b"# coding: latin-1\nx = '\xe9'; \x0c\n" + USER.replace(b"line.", b"'\xe9', line."),
        USER.replace(b"line", "größe".encode()).replace(b"\n\n", b"\n\n\x0c\n"),
        USER.rstrip(b"\n").replace(b"line.pop", b"if True:\n\tline.pop"),
    ],
    ids=["CRLF", "BOM", "latin-1", "non-ASCII names", "tabs and no final newline"],
)
def test_places_are_found_in_any_encoding(tmp_path: Path, text: bytes) -> None:
    workspace = project(tmp_path / "tree", user=text)
    assert after(workspace, rename(workspace), "user.py") == text.replace(b".old()", b".new()")


def test_import_roots_are_those_of_the_plan(tmp_path: Path) -> None:
    folder = tmp_path / "tree"
    write_tree({PurePosixPath("src/a.py"): A, PurePosixPath("tests/test_a.py"): USER}, folder)
    workspace = Workspace(folder, Layout(("src",)))
    assert after(workspace, rename(workspace), "tests/test_a.py").endswith(b".new()\n")


@pytest.mark.parametrize("broken", [b"def (:\n", b"x = '\x00'\n", b"\xff\n"], ids=["syntax", "null byte", "encoding"])
def test_a_tree_that_mypy_does_not_read_is_a_note_and_the_places_stay_unknown(tmp_path: Path, broken: bytes) -> None:
    workspace = project(tmp_path / "tree", broken=broken, user=b"import broken\n" + USER)

    outcome = rename(workspace)

    assert [refusal.code for refusal in outcome.refusals] == ["unproven-receiver"]
    assert any(note.startswith("mypy could not read the tree") for note in outcome.notes)
    assert str(tmp_path) not in "".join(outcome.notes)


def test_without_mypy_it_is_refused_with_what_to_type_and_only_where_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mypy.options", None)
    workspace = project(tmp_path / "tree")

    outcome = rename(workspace)
    sure = rename(project(tmp_path / "sure", user=b"from a import K\n\nK().old()\n"))

    assert [(refusal.code, refusal.next) for refusal in outcome.refusals] == [("no-mypy", "pip install mypy")]
    assert not sure.refusals
    assert sure.changes
