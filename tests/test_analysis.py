"""The runner of analyzers: what goes in, what comes out, and what no bad file and no bad cache can do to it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from trees import REPO

from migrate import analysis
from migrate.analysis import SETTLED, Report, analyze, fingerprinted
from migrate.analysis.cache import FILE, Cache
from migrate.analysis.workers import Lost, spread
from migrate.analyzers import Analyzer
from migrate.model import Change, Finding, Location, Rule, Severity
from migrate.workspace import Layout, Workspace


class Names(Analyzer):
    """Reports every module-level definition; what it read it writes down, so that a test sees what was not read."""

    rules = (Rule("function", "a function"), Rule("class", "a class"))
    log: Path | None = None
    fatal = ""

    @classmethod
    def name(cls) -> str:
        return cls.__name__.lower()

    def collect(self, source: Any) -> Any:
        if self.log:
            with self.log.open("a") as file:
                file.write(f"{source.path}\n")
        if self.fatal and self.fatal.encode() in source.data:
            self.end()
        return [
            [type(node).__name__, node.name, node.lineno] for node in source.tree.body if hasattr(node, "name")
        ] or None

    def end(self) -> None:
        raise ValueError("a mistake of ours")

    def conclude(self, facts: Mapping[PurePosixPath, Any], workspace: Workspace) -> Iterable[Finding]:
        for path, rows in facts.items():
            for kind, name, line in rows:
                code = "class" if kind == "ClassDef" else "function"
                yield Finding(code, f"{code} {name}", (Location(path, line, line, name),), name)


class Killed(Names):
    def end(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Deep(Names):
    def end(self) -> None:
        self.end()


@dataclass(frozen=True)
class Words:
    word: str = "needle"


class Bytes(Names):
    """Asks for no tree, and counts a word."""

    Options = Words
    rules = (Rule("word", "a word"),)
    needles = (b"needle",)

    def collect(self, source: Any) -> bytes:
        return bytes([source.data.count(self.options.word.encode())])

    def conclude(self, facts: Mapping[PurePosixPath, Any], workspace: Workspace) -> Iterable[Finding]:
        for path, count in facts.items():
            yield Finding("word", f"{count[0]} times in {source_module(workspace, path)}", (Location(path),), str(path))


def source_module(workspace: Workspace, path: PurePosixPath) -> int:
    return len(workspace.read(path))


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What was collected since this file was last emptied."""
    file = tmp_path / "log"
    file.touch()
    monkeypatch.setattr(Names, "log", file)
    return file


def tree(root: Path, files: Mapping[str, str | bytes]) -> Workspace:
    for name, text in files.items():
        file = root / "tree" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return Workspace(root / "tree")


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(finding.code, str(finding.where), finding.message) for finding in report.findings]


MANY = {f"pkg/m{number:03}.py": f"def f{number}():\n    return {'x' * 3000!r}\n" for number in range(200)}
"""More than is read without other processes."""


def test_findings_come_sorted_with_their_analyzer_and_a_fingerprint(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {"b.py": "class A: pass\ndef f(): pass\n", "a.py": "def g(): pass\n"})
    report = analyze(workspace, [Names()])
    assert told(report) == [
        ("function", "a.py:1", "function g"),
        ("class", "b.py:1", "class A"),
        ("function", "b.py:2", "function f"),
    ]
    assert {finding.analyzer for finding in report.findings} == {"names"}
    assert all(len(finding.fingerprint) == 16 and int(finding.fingerprint, 16) >= 0 for finding in report.findings)
    assert report.files == 2


def test_only_the_codes_asked_for_are_reported_and_an_analyzer_without_one_does_not_run(
    tmp_path: Path, log: Path
) -> None:
    workspace = tree(tmp_path, {"a.py": "class A: pass\ndef f(): pass\n"})
    assert [f.code for f in analyze(workspace, [Names()], only=["class"]).findings] == ["class"]
    log.write_text("")
    assert analyze(workspace, [Names()], only=["word"]).findings == ()
    assert log.read_text() == ""


def test_one_process_and_several_give_the_same_report(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {**MANY, "bad.py": "def f(:\n"})
    one, several = (analyze(workspace, [Names(), Bytes()], jobs=jobs) for jobs in (1, 3))
    assert one == several
    assert len(one.findings) == 201


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (b"def f(:\n", "syntax-error", "cannot be parsed"),
        (b"x = 1\n\0\n", "syntax-error", "null bytes"),
        (b"# -*- coding: ascii -*-\nx = '\xff'\n", "syntax-error", "cannot be parsed"),
        (b"# -*- coding: no-such -*-\n", "syntax-error", "no-such"),
        (b"x = '\xff'\n", "syntax-error", "cannot be parsed"),
        (b"x = " + b"(" * 3000 + b")" * 3000, "syntax-error", "cannot be parsed"),
        (b"x = " + b"-" * 50_000 + b"1", "syntax-error", "cannot be parsed"),
        (b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n", "syntax-error", "cannot be parsed"),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_cannot_be_parsed_is_one_finding_and_costs_no_other_file(
    tmp_path: Path, text: bytes, code: str, says: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "SMALL", 0)
    workspace = tree(tmp_path, {"bad.py": text, "good.py": "def f(): pass\n", "other.py": "def g(): pass\n"})
    report = analyze(workspace, [Names(), Deep()], jobs=jobs)
    bad, *good = report.findings
    assert (bad.code, bad.where.path, bad.severity) == (code, PurePosixPath("bad.py"), Severity.ERROR)
    assert says in bad.message
    assert [finding.message for finding in good] == ["function f"] * 2 + ["function g"] * 2


def test_odd_but_sound_files_are_read(tmp_path: Path) -> None:
    files = {
        "bom.py": b"\xef\xbb\xbfdef a(): pass\n",
        "crlf.py": b"def b():\r\n    pass\r\n",
        "cr.py": b"def c():\r    pass\r",
        "latin.py": b"# coding: latin-1\ndef d(): return '\xe9'\n",
        "feed.py": b"\x0cdef e(): pass",
        "with space and \n newline.py": b"def f(): pass\n",
        "empty.py": b"",
    }
    names = [finding.message[-1] for finding in analyze(tree(tmp_path, files), [Names()]).findings]
    assert sorted(names) == ["a", "b", "c", "d", "e", "f"]


def test_files_passed_over_are_findings_with_the_reason(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {"a.py": "def f(): pass\n", "huge.py": b"#" * 2_000_001})
    (tmp_path / "tree" / "away.py").symlink_to("nowhere.py")
    report = analyze(Workspace(workspace.root), [Names()])
    skipped = {str(f.where.path): f.message for f in report.findings if f.code == "skipped-file"}
    assert skipped == {
        "away.py": "not read: a dangling symlink",
        "huge.py": "not read: 2,000,001 bytes: larger than the 2,000,000 that are read as source",
    }


def test_a_file_that_goes_while_we_read_is_a_finding(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {"a.py": "def f(): pass\n", "b.py": "def g(): pass\n"})
    assert len(workspace.files) == 2
    (workspace.root / "a.py").unlink()
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        report = analyze(workspace, [Names()], cache=cache)
        assert [(f.code, str(f.where.path)) for f in report.findings] == [
            ("skipped-file", "a.py"),
            ("function", "b.py"),
        ]


def test_pending_edits_are_what_is_analyzed(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {**MANY, "a.py": "def f(): pass\n", "gone.py": "def g(): pass\n"})
    path = PurePosixPath("a.py")
    laid = workspace.with_changes(
        [
            workspace.change(path, b"class New: pass\n"),
            workspace.change(PurePosixPath("gone.py"), None),
            Change(PurePosixPath("new.py"), None, b"class Newer: pass\n"),
        ]
    )
    cache = tmp_path / "cache"
    analyze(workspace, [Names()], cache=cache)
    for _ in range(2):
        report = analyze(laid, [Names()], cache=cache, only=["class"])
        assert [finding.message for finding in report.findings] == ["class New", "class Newer"]
    assert len(analyze(laid, [Names()], cache=cache, jobs=2).findings) == 202


def test_a_worker_that_is_killed_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Killed, "fatal", "poison")
    files = {**MANY, "pkg/bad1.py": "poison = 1\n" * 200, "pkg/bad2.py": "# poison\n"}
    report = analyze(tree(tmp_path, files), [Killed()], jobs=2, cache=tmp_path / "cache")
    lost = [finding for finding in report.findings if finding.code == "skipped-file"]
    assert [str(finding.where.path) for finding in lost] == ["pkg/bad1.py", "pkg/bad2.py"]
    assert "killed (SIGKILL)" in lost[0].message
    assert len(report.findings) == 202
    monkeypatch.setattr(Killed, "fatal", "")
    again = analyze(Workspace(tmp_path / "tree"), [Killed()], jobs=2, cache=tmp_path / "cache")
    assert len(again.findings) == 200, "what was lost is not kept"


def test_an_analyzer_that_recurses_too_deeply_gives_up_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deep, "fatal", "poison")
    report = analyze(tree(tmp_path, {"a.py": "poison = 1\n", "b.py": "def f(): pass\n"}), [Deep()])
    assert [f.message for f in report.findings] == ["not read by deep: nested too deeply", "function f"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_of_an_analyzer_is_raised_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(Names, "fatal", "poison")
    with pytest.raises(ValueError, match="a mistake of ours") as error:
        analyze(tree(tmp_path, {**MANY, "bad.py": "poison = 1\n"}), [Names()], jobs=jobs)
    assert error.value.__notes__ == ["while `names` read bad.py"]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # no child is left


def test_progress_hears_of_every_file(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    analyze(tree(tmp_path, MANY), [Names()], jobs=2, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(done, 200) for done in range(1, 201)]


def test_module_names_follow_the_roots(tmp_path: Path) -> None:
    seen = {}

    class Modules(Names):
        def collect(self, source: Any) -> Any:
            seen[str(source.path)] = (source.module, source.package)
            return None

    files = {"src/pkg/__init__.py": "", "src/pkg/a.py": "", "setup.py": ""}
    workspace = tree(tmp_path, files)
    analyze(Workspace(workspace.root, Layout(source=("src",))), [Modules()], jobs=1)
    assert seen == {
        "src/pkg/__init__.py": ("pkg", True),
        "src/pkg/a.py": ("pkg.a", False),
        "setup.py": ("setup", False),
    }


# Fingerprints


def finding(path: str, line: int, identity: str = "same", code: str = "x") -> Finding:
    return Finding(code, "", (Location(PurePosixPath(path), line),), identity)


def test_a_shift_of_lines_keeps_fingerprints_and_a_copy_gets_another() -> None:
    before = {f.where.path: f.fingerprint for f in fingerprinted([finding("a.py", 3), finding("b.py", 7)])}
    after = [f.fingerprint for f in fingerprinted([finding("b.py", 90), finding("a.py", 40), finding("c.py", 1)])]
    assert after[:2] == [before[PurePosixPath("a.py")], before[PurePosixPath("b.py")]]
    assert len(set(after)) == 3


def test_fingerprints_depend_on_code_and_identity_only() -> None:
    first, second, third = fingerprinted(
        [finding("a.py", 1), finding("a.py", 2, code="y"), finding("a.py", 3, "other")]
    )
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    assert fingerprinted([finding("zz.py", 5)])[0].fingerprint == first.fingerprint


# The cache


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, log: Path) -> None:
    workspace, cache = tree(tmp_path, {**MANY, "bad.py": "def f(:\n"}), tmp_path / "cache"
    first = analyze(workspace, [Names(), Bytes()], cache=cache)
    log.write_text("")
    assert analyze(Workspace(workspace.root), [Names(), Bytes()], cache=cache) == first
    assert log.read_text() == ""
    (workspace.root / "pkg/m007.py").write_text("class Changed: pass\n")
    after = analyze(Workspace(workspace.root), [Names(), Bytes()], cache=cache)
    assert log.read_text() == "pkg/m007.py\n"
    assert [f.message for f in after.findings if f.code == "class"] == ["class Changed"]
    assert after.findings[0].code == "syntax-error"


def test_the_same_bytes_at_another_path_are_read_anew(tmp_path: Path, log: Path) -> None:
    cache = tmp_path / "cache"
    analyze(tree(tmp_path, {"a.py": "def f(): pass\n"}), [Names()], cache=cache)
    (tmp_path / "tree/a.py").rename(tmp_path / "tree/b.py")
    report = analyze(Workspace(tmp_path / "tree"), [Names()], cache=cache)
    assert told(report) == [("function", "b.py:1", "function f")]


def test_options_codes_and_version_have_their_own_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, cache = tree(tmp_path, {"a.py": "needle thread thread\n"}), tmp_path / "cache"
    assert [f.message[0] for f in analyze(workspace, [Bytes()], cache=cache).findings] == ["1"]
    assert [f.message[0] for f in analyze(workspace, [Bytes(Words("thread"))], cache=cache).findings] == ["2"]
    key = analysis.analyzer_key(Bytes())
    monkeypatch.setattr(Bytes, "version", 2)
    assert analysis.analyzer_key(Bytes()) != key


def test_a_conclusion_that_facts_alone_decide_is_drawn_anew_only_when_a_fact_a_path_or_another_file_changes(
    tmp_path: Path,
) -> None:
    drawn = []

    class Alone(Names):
        facts_alone = True

        def conclude(self, facts: Mapping[PurePosixPath, Any], workspace: Workspace) -> Iterable[Finding]:
            drawn.append(sum(map(len, facts.values())))
            return super().conclude(facts, workspace)

    root = tree(tmp_path, {"a.py": "def f(): pass\n", "b.py": "", "notes.txt": "one"}).root

    def run() -> list[int]:
        drawn.clear()
        again = analyze(Workspace(root), [Alone()], cache=tmp_path / "cache")
        told = drawn.copy()
        assert again == analyze(Workspace(root), [Alone()])
        return told

    assert run() == [1]
    (root / "b.py").write_text("x = 1\n")
    assert run() == [], "a file changed, no fact did"
    (root / "b.py").write_text("def g(): pass\n")
    assert run() == [2]
    (root / "b.py").write_text("x = 2\n")
    assert run() == [], "all is as it was once before"
    (root / "b.py").rename(root / "c.py")
    assert run() == [1]
    (root / "notes.txt").write_text("two")
    assert run() == [1]
    (root / "a.py").write_text("def f(:\n")
    assert run() == [0]
    (root / "c.py").write_text("x = 3\n")
    assert run() == []


def test_a_conclusion_is_drawn_anew_when_a_file_changes_that_no_analyzer_collects(tmp_path: Path) -> None:
    class Texts(Names):
        def conclude(self, facts: Any, workspace: Workspace) -> Iterable[Finding]:
            path = PurePosixPath("notes.txt")
            yield Finding("class", workspace.read(path).decode(), (Location(path),), "notes")

    workspace, cache = tree(tmp_path, {"a.py": "", "notes.txt": "one"}), tmp_path / "cache"
    assert [f.message for f in analyze(workspace, [Texts()], cache=cache).findings] == ["one"]
    (workspace.root / "notes.txt").write_text("two")
    assert [f.message for f in analyze(Workspace(workspace.root), [Texts()], cache=cache).findings] == ["two"]
    laid = workspace.with_changes([workspace.change(PurePosixPath("notes.txt"), b"three")])
    assert [f.message for f in analyze(laid, [Texts()], cache=cache).findings] == ["three"]


def spoil_nothing(file: Path) -> None:
    file.write_bytes(b"")


def spoil_start(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[:200] = b"?" * 200
    file.write_bytes(data)


def spoil_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    file.write_bytes(data)


def spoil_tables(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE kept (colour TEXT)")


def spoil_kind(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoil", [spoil_nothing, spoil_start, spoil_middle, spoil_tables, spoil_kind])
def test_a_spoiled_cache_costs_time_and_at_most_one_line(
    tmp_path: Path, spoil: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, cache = tree(tmp_path, MANY), tmp_path / "cache"
    first = analyze(workspace, [Names()], cache=cache)
    spoil(cache / FILE)
    for _ in range(2):
        assert analyze(workspace, [Names()], cache=cache) == first
        said = capsys.readouterr().err
        assert said.count("\n") <= 1
        assert not said or said.startswith(f"migrate: going on without the cache {cache / FILE}")


def test_a_cache_folder_that_cannot_be_made_costs_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    workspace = tree(tmp_path, MANY)
    assert len(analyze(workspace, [Names()], cache=tmp_path / "file" / "cache").findings) == 200
    assert capsys.readouterr().err.count("\n") == 1


def test_a_full_disk_costs_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def small(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        base = connect(*args, **kwargs)
        base.execute("PRAGMA max_page_count = 20")  # sqlite's own way of a disk that is full
        return base

    monkeypatch.setattr(sqlite3, "connect", small)
    workspace = tree(tmp_path, {**MANY, "more.py": "\n".join(f"def f{n}(): pass" for n in range(9000))})
    first = analyze(workspace, [Names()], cache=tmp_path / "cache")
    assert "full" in capsys.readouterr().err
    assert analyze(workspace, [Names()], cache=tmp_path / "cache") == first
    assert capsys.readouterr().err.count("\n") == 1


def test_what_nobody_asked_for_in_a_month_is_dropped_and_what_is_asked_for_stays(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        cache.keep([(b"old", b"1"), (b"used", b"2")])
    with Cache(tmp_path, 120) as cache:
        assert cache.get(b"used") == b"2"
    with Cache(tmp_path, 131) as cache:
        cache.keep([(b"new", b"3")])
        assert cache.get_all(b"", [b"old", b"used", b"new"]) == {b"used": b"2", b"new": b"3"}


def test_two_runs_at_once_share_a_cache(tmp_path: Path) -> None:
    tree(tmp_path, MANY)
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        sys.path[:0] = sys.argv[1:3]
        from test_analysis import Names, analyze, Workspace
        for turn in range(10):
            (Path(sys.argv[3]) / "tree" / f"{sys.argv[4]}.py").write_text(f"def turn{turn}(): pass\\n")
            report = analyze(Workspace(Path(sys.argv[3]) / "tree"), [Names()], jobs=1, cache=Path(sys.argv[3]) / "cache")
            assert sum(f.message == f"function turn{turn}" for f in report.findings) >= 1
    """)
    start = [sys.executable, "-c", code, str(REPO), str(REPO / "tests"), str(tmp_path)]
    runs = [subprocess.Popen([*start, name], stderr=subprocess.PIPE) for name in ("one", "two", "three")]
    for run in runs:
        error = run.communicate()[1].decode()
        assert run.returncode == 0, error
        assert error == ""


def test_a_run_that_is_killed_leaves_a_sound_cache_and_no_children(tmp_path: Path) -> None:
    tree(tmp_path, MANY)
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        sys.path[:0] = sys.argv[1:3]
        from test_analysis import Names, analyze, Workspace
        print("begun", flush=True)
        while True:
            analyze(Workspace(Path(sys.argv[3]) / "tree"), [Names()], jobs=2, cache=Path(sys.argv[3]) / "cache")
            for file in (Path(sys.argv[3]) / "cache").glob("*"):
                file.unlink()
    """)
    for wait in (0.02, 0.06, 0.1, 0.15):
        start = [sys.executable, "-c", code, str(REPO), str(REPO / "tests"), str(tmp_path)]
        with subprocess.Popen(start, stdout=subprocess.PIPE, start_new_session=True) as run:
            assert run.stdout
            run.stdout.readline()
            time.sleep(wait)
            run.kill()
            run.wait()
            run.stdout.read()  # ends only when every child that holds the pipe has gone
        report = analyze(Workspace(tmp_path / "tree"), [Names()], cache=tmp_path / "cache")
        assert len(report.findings) == 200


def test_a_file_that_has_settled_is_not_read_again_until_the_disk_says_otherwise(tmp_path: Path) -> None:
    tree, cache = tmp_path / "tree", tmp_path / "cache"
    tree.mkdir()
    file = tree / "a.py"
    file.write_text("def one(): pass\n")
    (tree / "b.py").write_text("def other(): pass\n")
    for _ in range(2):
        analyze(Workspace(tree), [Names()], cache=cache)
    before = file.stat()
    time.sleep(SETTLED / 1e9 + 0.1)  # by now it is old enough to be taken at the disk's word
    analyze(Workspace(tree), [Names()], cache=cache)
    told = analyze(Workspace(tree), [Names()], cache=cache)
    assert [finding.identity for finding in told.findings] == ["one", "other"]
    file.write_text("def two(): pass\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # same size, same time
    told = analyze(Workspace(tree), [Names()], cache=cache)
    assert [finding.identity for finding in told.findings] == ["two", "other"]


# The processes


def test_spread_gives_every_item_its_result() -> None:
    items = list(range(1000))
    assert sorted(spread(lambda item: item * 2, items, items, 3)) == [(item, item * 2) for item in items]


def test_spread_lets_work_look_ahead_and_goes_on_where_that_fails() -> None:
    seen: set[int] = set()

    def look(items: Sequence[int]) -> None:
        if 3 in items:
            raise ValueError
        seen.update(items)

    results = dict(spread(lambda item: item in seen, list(range(1000)), [1] * 1000, 2, look))
    assert not results[3]
    assert sum(results.values()) > 900


@pytest.mark.parametrize(("jobs", "items"), [(1, 3), (2, 1), (2, 3)])
def test_spread_does_something_else_once_in_this_process_while_the_others_work(jobs: int, items: int) -> None:
    me, done = os.getpid(), []
    results = dict(spread(lambda _: os.getpid(), list(range(items)), [1] * items, jobs, None, lambda: done.append(me)))
    assert done == [me]
    assert len(results) == items
    assert me not in results.values()


def test_two_processes_tell_of_a_changed_file_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Swift(Bytes):
        def collect_all(self, sources: Sequence[Any]) -> list[bytes]:
            return [self.collect(source) for source in sources]

    monkeypatch.setattr(analysis, "SMALL", 500)
    monkeypatch.setattr(analysis, "SETTLED", 0)
    files = {"a.py": "def needle(): pass\n" + "# x\n" * 900, "bad.py": "needle(:\n", "b.py": "class B: pass\n"}
    analyzers, cache = [Names(), Swift(), Killed()], tmp_path / "cache"
    analyze(tree(tmp_path / "t", files), analyzers, jobs=2, cache=cache)
    changed = tree(tmp_path / "t", {"b.py": "class C: needle = 1\n"})
    one = analyze(changed, analyzers)
    assert any("C" in finding.message for finding in one.findings)
    read_here = _reads_in_this_process(monkeypatch)
    assert analyze(changed, analyzers, jobs=2, cache=cache) == one
    assert {number for _, numbers in read_here for number in numbers} == {1}
    assert analyze(changed, analyzers, jobs=2, cache=cache) == one


def _reads_in_this_process(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[int, ...]]]:
    read: list[tuple[str, tuple[int, ...]]] = []
    before = analysis._Run._read

    def reading(self: Any, task: Any, *, with_key: bool) -> Any:
        read.append((task.name, task.analyzers))
        return before(self, task, with_key=with_key)

    monkeypatch.setattr(analysis._Run, "_read", reading)
    return read


def test_a_changed_file_that_kills_the_process_beside_this_one_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Swift(Bytes):
        def collect_all(self, sources: Sequence[Any]) -> list[bytes]:
            return [self.collect(source) for source in sources]

    monkeypatch.setattr(analysis, "SMALL", 500)
    monkeypatch.setattr(analysis, "SETTLED", 0)
    files = {"a.py": "def needle(): pass\n" + "# x\n" * 900, "b.py": "class B: pass\n", "c.py": "class D: pass\n"}
    analyzers, cache = [Names(), Swift(), Killed()], tmp_path / "cache"
    analyze(tree(tmp_path / "t", files), analyzers, jobs=2, cache=cache)
    changed = tree(tmp_path / "t", {"b.py": "class C: needle = 1\n", "c.py": "class E: pass\n"})
    one = analyze(changed, analyzers)
    monkeypatch.setattr(Killed, "fatal", "class C")
    lost = analyze(changed, analyzers, jobs=2, cache=cache).findings
    assert [(f.code, str(f.where.path)) for f in lost if f.code == "skipped-file"] == [("skipped-file", "b.py")]
    assert [f for f in lost if f.where.path != PurePosixPath("b.py")] == [
        f for f in one.findings if f.where.path != PurePosixPath("b.py")
    ]
    monkeypatch.setattr(Killed, "fatal", "")
    assert analyze(changed, analyzers, jobs=2, cache=cache) == one  # what was lost was not kept


def test_spread_survives_processes_that_die_before_they_begin() -> None:
    me = os.getpid()

    def die(item: int) -> int:
        if os.getpid() != me:
            os._exit(3)
        return item

    results = dict(spread(die, list(range(30)), [1] * 30, 2))
    assert len(results) == 30
    assert all(isinstance(result, Lost) for result in results.values())
    assert "code 3" in results[0].reason


def test_leaving_spread_early_ends_its_processes() -> None:
    for _ in spread(lambda item: time.sleep(item / 1000) or item, list(range(200)), [1] * 200, 2):
        break
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_tree_that_another_process_lists_is_the_same_tree(tmp_path: Path) -> None:
    for name in ("b.py", "a-b/c.py", "a/b.py", "a b\nc.py", "naïve.txt", os.fsdecode(b"\xff.py")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "link.py").symlink_to("nowhere.py")
    here, ahead = Workspace(tmp_path), Workspace(tmp_path).list_ahead()
    assert list(ahead.listed.items()) == list(here.listed.items())
    assert ahead.files == here.files == tuple(sorted(here.files))
    assert ahead.names == tuple(map(str, here.files))
    assert ahead.skipped == here.skipped
    assert len(here.skipped) == 2


def test_a_tree_whose_listing_is_killed_is_listed_here(tmp_path: Path) -> None:
    workspace = tree(tmp_path, {f"{number}.py": "" for number in range(300)}).list_ahead()
    os.kill(workspace.__dict__["_ahead"]._process, signal.SIGKILL)
    assert len(workspace.files) == 300
    assert not workspace.waits


def test_a_cache_that_let_go_of_its_file_opens_it_again(tmp_path: Path) -> None:
    with Cache(tmp_path) as kept:
        kept.keep([(b"key", b"value")])
        kept.pause()
        assert kept
        with Cache(tmp_path) as other:
            other.keep([(b"other", b"value")])
        assert kept.get(b"key") == kept.get(b"other") == b"value"
    assert not kept
