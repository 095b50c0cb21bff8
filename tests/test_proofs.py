"""What Python's table of scopes says of files, and the file in which it is kept from one run to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree

from migrate.references import proofs
from migrate.references.proofs import FILE, SAYS_ALL, UNPARSABLE, Proofs, proof_of

FILES = [f"from a import thing{number}, other\n\ndef f(other): return thing{number}\n".encode() for number in range(40)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("from a import b, c as d\nimport e.f\n", b"b,d,e"),
        ("from a import b\nb = 1\n", b""),
        ("from a import b\ndef f():\n    b = 1\n", b""),
        ("from a import b\ndef f():\n    global b\n    b = 1\n", b""),
        ("from a import b\ndef f(b): pass\n", b""),
        ("from a import b\ndef f():\n    from a import b\n", b""),
        ("from a import b\nclass C:\n    b: int\n", b""),
        ("from a import b\n[b for b in ()]\n", b""),
        ("from a import b\ndef f(): return b\n", b"b"),
        ("from a import b\n__all__ = ['b']\n", SAYS_ALL),
        ("from a import b\ndef f(): return __all__\n", SAYS_ALL),
        ("from a import (\n", UNPARSABLE),
        ("def f():\n    return 1\n    nonlocal x\n", UNPARSABLE),
        ("", b""),
    ],
)
def test_a_proof_names_what_is_imported_and_bound_in_no_other_way(text: str, told: bytes) -> None:
    assert proof_of(text.encode()) == told


def _proven(folder: Path | None) -> Proofs:
    found = Proofs(folder)
    for number, data in enumerate(FILES):
        assert found.parses(data)
        assert found.proves(data, [f"thing{number}"])
        assert not found.proves(data, ["other"])
    return found


def test_what_was_kept_is_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _proven(tmp_path).keep()
    monkeypatch.setattr(proofs, "proof_of", lambda data: pytest.fail("it was worked out"))
    assert not _proven(tmp_path).fresh


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[:7],
        lambda data: data[: len(data) // 2] + b"\xff" + data[len(data) // 2 + 1 :],
        lambda data: b"SQLite format 3\0" + data,
        lambda data: data + b"half a block",
        lambda data: os.urandom(1000),
    ],
)
def test_a_damaged_file_is_passed_over_and_written_anew(tmp_path: Path, damage: object) -> None:
    _proven(tmp_path).keep()
    file = tmp_path / FILE
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    again = _proven(tmp_path)
    again.parses(b"from z import y\n")
    again.keep()
    assert not _proven(tmp_path).fresh
    assert [item.name for item in tmp_path.iterdir()] == [FILE]


def test_where_nothing_can_be_kept_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "a_file").touch()
    _proven(tmp_path / "a_file").keep()
    _proven(Path("/dev/full")).keep()
    _proven(None).keep()
    (tmp_path / FILE).mkdir()
    _proven(tmp_path).keep()


def test_a_user_without_a_home_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MIGRATE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("Could not determine home directory."))
    )
    workspace = write_tree({}, tmp_path)
    assert Proofs.of(workspace).parses(b"x = 1\n")
    Proofs.of(workspace).keep()


def test_a_file_that_has_grown_too_large_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _proven(tmp_path).keep()
    monkeypatch.setattr(proofs, "MOST", 10)
    more = _proven(tmp_path)
    more.parses(b"from z import y\n")
    more.keep()
    assert (tmp_path / FILE).stat().st_size < 100
    assert len(_proven(tmp_path).fresh) == len(FILES)


def test_many_processes_may_keep_at_once(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom migrate.references.proofs import Proofs\n"
        "for number in range(20):\n"
        "    one = Proofs(Path(sys.argv[1]))\n"
        "    one.parses(b'from a import x%d_%d' % (int(sys.argv[2]), number))\n    one.keep()\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), str(number)]) for number in range(4)]
    assert [run.wait() for run in runs] == [0] * 4
    assert len(Proofs(tmp_path).load()) == 80


def test_a_second_dry_run_says_byte_for_byte_what_the_first_said(tmp_path: Path) -> None:
    files = {PurePosixPath(f"m{number}.py"): data.replace(b"from a", b"from pkg") for number, data in enumerate(FILES)}
    files[PurePosixPath("pkg.py")] = (
        b"".join(b"def thing%d(): pass\n" % number for number in range(40)) + b"other = 1\n"
    )
    files[PurePosixPath("migration.toml")] = (
        b'[project]\nname = "p"\nsource = ["."]\n[[phase]]\nid = 1\n'
        b'[[phase.step]]\nid = "1"\ncodemod = "rename"\nrename = { "pkg.thing3" = "new", "pkg.other" = "another" }\n'
    )
    root = tmp_path / "project"
    write_tree(files, root)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    told = []
    for cache in ("one", "one", "two"):
        run = [sys.executable, "-m", "migrate", "apply", "--dry-run"]
        env = {**os.environ, "MIGRATE_CACHE": str(tmp_path / cache)}
        answer = subprocess.run(run, cwd=root, capture_output=True, env=env, check=True)
        told.append((answer.stdout, answer.stderr))
    assert told[0] == told[1] == told[2]
    assert b"+from pkg import new, another" in told[0][0]
    assert (tmp_path / "one" / FILE).stat().st_size > 0
