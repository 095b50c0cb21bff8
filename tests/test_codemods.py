"""Runs every case of every codemod, each twice, and imports what comes out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import ANYTHING, CASES, Case, import_all, read_cases, run_case, write_tree

from migrate import codemods
from migrate.model import Location, Move, Refusal
from migrate.python.source import module_name, source_roots
from migrate.refactoring.left.modules import compat_module
from migrate.workspace import Workspace

HOWTO = Path(__file__).parents[1] / "docs/codemods-howto.md"
ALL = [case for name in codemods.find() if (CASES / name.replace("-", "_")).is_dir() for case in read_cases(name)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.codemod}-{case.name}")
def test_a_case_comes_out_as_written_and_the_second_run_changes_nothing(case: Case, tmp_path: Path) -> None:
    outcome, after = run_case(case, tmp_path)

    assert [refusal.code for refusal in outcome.refusals[:1]] == ([case.refuses] if case.refuses else [])
    for refusal in outcome.refusals:
        assert refusal.reason
        assert refusal.next
    assert case.notes in "\n".join(outcome.notes)
    found = {path: after.read(path) for path in after.files}
    assert sorted(map(str, found)) == sorted(map(str, case.after))
    for path, text in case.after.items():
        if text != ANYTHING:
            assert found[path].decode(errors="replace") == text.decode(errors="replace"), path
            assert found[path] == text, path
    for path in {change.path for change in outcome.changes} - set(case.after):
        assert path in case.before
    for path, text in found.items():
        if path.suffix == ".py" and text != case.before.get(path):
            compile(text, str(path), "exec")

    again = codemods.make(case.codemod, case.options).run(after)
    assert [change.path for change in again.changes] == []
    assert not (case.changes and again.refusals)


@pytest.mark.parametrize("codemod", sorted({case.codemod for case in ALL}))
def test_every_codemod_has_as_many_cases_that_must_not_change_as_cases_that_do(codemod: str) -> None:
    changing = sum(case.changes for case in ALL if case.codemod == codemod)
    assert 0 < changing <= len([case for case in ALL if case.codemod == codemod]) / 2


def test_what_imported_before_imports_after_and_moved_names_are_the_same_objects(tmp_path: Path) -> None:
    before, after = [], []
    for case in ALL:
        if case.changes and case.importable and len(case.before) > 1:
            folder = tmp_path / case.codemod / case.name
            outcome, workspace = run_case(case, folder / "before")
            for change in outcome.changes:
                assert change.after != change.before
            before.append(job(case.name, Workspace(folder / "before", case.layout), ()))
            for path in workspace.files:
                (folder / "after" / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / "after" / path).write_bytes(workspace.read(path))
            after.append(job(case.name, Workspace(folder / "after", case.layout), outcome.moves))

    broken = {name: problems for name, problems in import_all(before).items() if problems}
    assert broken == {}
    assert {name: problems for name, problems in import_all(after).items() if problems} == {}


DROP_CUDA = re.search(r"```python\n(\"\"\"Drop .*?)```", HOWTO.read_text(), re.DOTALL)


def test_the_module_codemod_of_the_howto_is_found_beside_a_plan_and_works(tmp_path: Path) -> None:
    assert DROP_CUDA is not None
    write_tree({PurePosixPath("codemods/drop_cuda.py"): DROP_CUDA.group(1).encode()}, tmp_path)
    files = {
        "a.py": b"\xef\xbb\xbfy = model(x.cuda())\r\nz = x.cuda(1)  # odd\t \r\n",
        "b.py": b"y = x.cuda(\n",
        "c.py": b"# coding: latin-1\ny = '\xe9', x.cuda()",
        "d.py": b"y = 1",
    }
    workspace = write_tree({PurePosixPath(name): text for name, text in files.items()}, tmp_path / "project")
    codemod = codemods.make("drop-cuda", {}, tmp_path)
    outcome = codemod.run(workspace)

    assert {str(change.path): change.after for change in outcome.changes} == {
        "a.py": b"\xef\xbb\xbfy = model(x)\r\nz = x.cuda(1)  # odd\t \r\n",
        "c.py": b"# coding: latin-1\ny = '\xe9', x",
    }
    assert [note.partition(":")[0] for note in outcome.notes] == ["b.py"]
    assert codemod.run(workspace.with_changes(outcome.changes)).changes == ()


@pytest.mark.parametrize("code", ["def same(): return {}\n", "LIMIT = {}\n", "class _Same: x = {}\n", "log = [{}]\n"])
def test_the_rename_that_a_refusal_proposes_works_when_it_is_typed(tmp_path: Path, code: str) -> None:
    files = {"pkg/__init__.py": "", "pkg/new.py": code.format(1), "pkg/my_old.py": code.format(2)}
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, tmp_path)
    options: dict[str, object] = {"from": ["pkg.my_old"], "into": "pkg.new"}
    [refusal] = codemods.make("merge-modules", options).run(workspace).refusals

    hint = refusal.next.partition("`")[2].rstrip("`")
    outcome = codemods.make("merge-modules", options | tomllib.loads(hint)).run(workspace)
    assert outcome.refusals == ()
    assert outcome.changes


def test_the_import_that_a_refusal_wants_changed_is_named_with_a_free_name(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/new.py": "def load(): ...\nold_load = 1\n",
        "pkg/old.py": "from json import load\ndef f(): return load\n",
    }
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, tmp_path)
    options = {"from": ["pkg.old"], "into": "pkg.new"}
    [refusal] = codemods.make("merge-modules", options).run(workspace).refusals
    assert refusal.next == "in pkg/old.py:1 call it `old_load_` first"

    (tmp_path / "pkg/old.py").write_text("from json import load as old_load_\ndef f(): return old_load_\n")
    assert codemods.make("merge-modules", options).run(Workspace(tmp_path)).refusals == ()


def test_a_refusal_tells_its_place_once() -> None:
    at = Location(PurePosixPath("a.py"), 1)
    told = [Refusal("x", reason, "mend it", at).line() for reason in ("a.py:1 is in use", "a.py:1: no", "a.py:12 no")]
    assert told == ["a.py:1: x: is in use; mend it", "a.py:1: x: no; mend it", "a.py:1: x: a.py:12 no; mend it"]


def test_delete_path_deletes_symlinks_and_never_what_they_lead_to(tmp_path: Path) -> None:
    files = {"pkg/old/a.py": b"x = 1\n", "data/kept.txt": b"kept", "pkg/__init__.py": b""}
    workspace = write_tree({PurePosixPath(name): text for name, text in files.items()}, tmp_path)
    (tmp_path / "pkg/old/link").symlink_to("../../data")
    (tmp_path / "pkg/old/dangling").symlink_to("nowhere")
    outcome = codemods.make("delete-path", {"paths": ["pkg/old"], "reason": "a copy"}).run(workspace)

    assert [(str(change.path), change.before, change.after) for change in outcome.changes] == [
        ("pkg/old/a.py", b"x = 1\n", None),
        ("pkg/old/dangling", b"nowhere", None),
        ("pkg/old/link", b"../../data", None),
    ]
    assert {change.before_mode for change in outcome.changes} == {0o100644, 0o120000}
    assert [removal.name for removal in outcome.removals] == ["pkg.old", "pkg.old.a"]


def test_a_compat_module_reads_as_written_here() -> None:
    text = compat_module("pkg.new", {"Old": "New", "_hidden": "_hidden"}, ["Old"], "2.0")

    assert text == (CASES / "compat_module.py").read_text()


def job(name: str, workspace: Workspace, moves: tuple[Move, ...]) -> dict[str, object]:
    roots = source_roots(workspace)
    modules = {module_name(path, roots) for path in workspace.python_files() if path.suffix == ".py"}
    kept = [move for move in moves if move.kind == "symbol" and move.left in ("compat", "reexport")]
    warns: dict[str, list[str]] = {}
    for move in kept:
        if move.left == "compat":
            warns.setdefault(move.old.rpartition(".")[0], []).append(move.old.rpartition(".")[2])
    return {
        "name": name,
        "roots": [str(workspace.root / PurePosixPath(root)) for root in roots],
        "modules": sorted(modules - {""}),
        "same": [[move.old, move.new] for move in kept],
        "warns": warns,
    }
