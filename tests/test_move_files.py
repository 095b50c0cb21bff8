"""Moves real files of all kinds: their bytes and modes stay, symlinks are refused, and what is screened equals what is analysed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree

from migrate import codemods
from migrate.model import Outcome
from migrate.references import screening
from migrate.references.names import Names
from migrate.references.proofs import Proofs
from migrate.references.screening import screen, unparsable
from migrate.workspace import Workspace


def move(folder: Path, table: dict[str, str], **options: object) -> Outcome:
    return codemods.make("move-files", {"move": table, **options}).run(Workspace(folder))


def lay(folder: Path, outcome: Outcome) -> None:
    for change in outcome.changes:
        path = folder / change.path
        if change.after is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(change.after)


def test_bytes_and_modes_stay(tmp_path: Path) -> None:
    picture, latin = b"\x89PNG\0a/run.sh\r\n", "é a/run.sh\r\nno end".encode("latin-1")
    write_tree(
        {PurePosixPath("a/p.png"): picture, PurePosixPath("a/l.txt"): latin, PurePosixPath("a/run.sh"): b"x"}, tmp_path
    )
    (tmp_path / "a/run.sh").chmod(0o755)
    outcome = move(tmp_path, {"a": "b/c"})

    after = {
        str(change.path): (change.after, change.after_mode) for change in outcome.changes if change.after is not None
    }
    assert after == {
        "b/c/l.txt": (latin.replace(b"a/run.sh", b"b/c/run.sh"), 0o100644),
        "b/c/p.png": (picture, 0o100644),
        "b/c/run.sh": (b"x", 0o100755),
    }


def test_a_symlink_is_refused_whether_it_moves_or_leads_to_what_moves(tmp_path: Path) -> None:
    write_tree({PurePosixPath("a/x.txt"): b"x", PurePosixPath("b/y.txt"): b"y"}, tmp_path)
    (tmp_path / "b/link").symlink_to("../a/x.txt")
    for table in ({"a": "c"}, {"a/x.txt": "x.txt"}, {"b": "c"}, {"b/link": "link"}):
        assert [refusal.code for refusal in move(tmp_path, table).refusals] == ["symlink"], table


def test_a_file_that_git_ignores_is_not_written_over(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write_tree(
        {PurePosixPath("a.txt"): b"a", PurePosixPath("b.txt"): b"b", PurePosixPath(".gitignore"): b"b.txt\n"}, tmp_path
    )
    assert [refusal.code for refusal in move(tmp_path, {"a.txt": "b.txt"}).refusals] == ["name-taken"]


def test_the_plan_and_tales_of_the_past_keep_the_old_paths(tmp_path: Path) -> None:
    said = b"scripts/gen.py\n"
    plan = b'[[phase]]\nmove = { "scripts/gen.py" = "gen.py" }\n'
    files = {
        "scripts/gen.py": b"x = 1\n",
        "CHANGES.md": said,
        "docs/news/1.md": said,
        "steps.toml": plan,
        "README.md": said,
    }
    write_tree({PurePosixPath(name): data for name, data in files.items()}, tmp_path)
    outcome = move(tmp_path, {"scripts/gen.py": "tools/gen.py"})
    assert sorted(str(change.path) for change in outcome.changes) == ["README.md", "scripts/gen.py", "tools/gen.py"]


def test_moved_code_finds_its_files_and_modules(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": b"",
        "pkg/sub/__init__.py": b"",
        "pkg/load.py": b"from pathlib import Path\nfrom . import near\n"
        b"print((Path(__file__).parent / 'd.txt').read_text(), near.x, (Path(__file__).parents[1] / 'top.txt').read_text())\n",
        "pkg/near.py": b"x = 1\n",
        "pkg/d.txt": b"d",
        "top.txt": b"top",
    }
    write_tree({PurePosixPath(name): data for name, data in files.items()}, tmp_path)
    outcome = move(tmp_path, {"pkg/load.py": "pkg/sub/load.py", "top.txt": "data/top.txt"})
    assert outcome.refusals == ()
    lay(tmp_path, outcome)
    said = subprocess.run(
        [sys.executable, "-B", "-m", "pkg.sub.load"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout == "d 1 top\n"


SEEN = {
    "from pkg.old import f": "plain",
    "if x:\n\tfrom .old import (f)": "plain",
    "from pkg.old.sub import f": "plain",
    "from pkg.older import old_, bold": "",
    "x = 1  # the old one\nself.old = x.old(old=2)": "",
    "from pkg import old": "open",
    "from . import (\n    a,  # )\n    old,\n)": "open",
    "import pkg.old": "open",
    "from pkg.old import *": "open",
    "import pkg as p\np.old": "open",
    "import pkg as p\n(p.  # why\n    old)": "open",
    "from pkg import *\nold": "open",
    "x = 'pkg.old.f'": "open",
    "x = 'pkg:old'": "open",
    "x = import_module('.old', y)": "open",
    "x = import_module('..pkg.old', y)": "open",
    "x = '''\nfrom pkg.old import f\n'''": "open",
    "# it's\nx = \"'\"\nfrom pkg.old import f": "plain",
    "x = 'it''s' \"#\"\nfrom pkg.old import f": "plain",
    "from . old import f": "open",
    "from pkg.old import f; import pkg.old": "open",
    "import pkg\nsetattr(pkg, 'old', 1)": "open",
    "from pkg.old import f\nx = (": "open",
    "# coding: utf-7\nfrom pkg.old import f": "open",
}


@pytest.mark.parametrize("text", SEEN)
def test_the_bytes_of_a_file_tell_whether_it_needs_a_closer_look(text: str, tmp_path: Path) -> None:
    files = {"pkg/__init__.py": "", "pkg/old/__init__.py": "", "pkg/old/sub.py": "", "pkg/use.py": f"{text}\n"}
    names = Names(write_tree({PurePosixPath(name): data.encode() for name, data in files.items()}, tmp_path))
    found = screen(names, "pkg.old")
    use = PurePosixPath("pkg/use.py")
    assert ("plain" if use in found.plain else "open" if use in found.open else "") == SEEN[text]


def test_two_processes_find_the_same_broken_files_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [b"x = (" if place % 7 == 3 else b"x = %d" % place for place in range(50)]
    alone = unparsable(texts, Proofs(None))
    monkeypatch.setattr(screening, "WORTH_A_PROCESS", 0)
    assert unparsable(texts, Proofs(None)) == alone == list(range(3, 50, 7))
