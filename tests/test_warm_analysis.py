"""A run that knows what it found before answers like one that knows nothing, whatever happened to the tree in between."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate import analysis, formats
from migrate.analysis import analyze, scope

SNIPPETS = (
    "import os, pkg.a\n",
    "from pkg import a, missing\n",
    "from pkg.a import *\nprint(alpha, beta)\n",
    "from .b import beta\n",
    "from . import c\n",
    "import pkg.nowhere\n",
    "try:\n    from pkg.b import beta\nexcept ImportError:\n    beta = None\n",
    "def later():\n    from pkg.c import gamma\n    return gamma\n",
    "alpha = 1\n",
    "beta = undefined_thing\n",
    "def gamma():\n    raise NotImplementedError\n",
    "# TODO: later\n",
    "class Base:\n    def run(self):\n        pass\n",
    "class Child(Base):\n    def run(self):\n        return gamma\n",
    "try:\n    work()\nexcept:\n    pass\n",
    "try:\n    work()\nexcept Exception:\n    log.debug('x')\n",
    "import builtins\nbuiltins.undefined_thing = 1\n",
    "def __getattr__(name):\n    return name\n",
    "import sys\nsys.modules['pkg.nowhere'] = sys\n",
    "import cgi, imp\n",
    "__path__ = []\n",
    '"""Moved to pkg.a, kept for backward compatibility."""\nfrom pkg.a import alpha\n',
    "nowhere = 'a word of a build file'\n",
    "def broken(:\n",
    "".join(f"    value_{n} = {n} + len(name)\n" for n in range(8)).join(("def copied(name):\n", "    return name\n")),
    "\n",
)
PATHS = (
    "pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/c.py", "pkg/c.pyi", "pkg/sub/__init__.py", "pkg/sub/d.py", "pkg/a_old.py",
    "other/a.py", "setup.py", "pyproject.toml", "notes.txt", "tests/test_a.py",
)  # fmt: skip

paths = st.sampled_from(PATHS)
texts = st.lists(st.sampled_from(SNIPPETS), max_size=4).map("".join)
edits = st.one_of(
    st.tuples(st.just("write"), paths, texts),
    st.tuples(st.just("append"), paths, st.sampled_from(SNIPPETS)),
    st.tuples(st.just("insert"), paths, st.sampled_from(SNIPPETS)),
    st.tuples(st.just("delete"), paths, st.just("")),
    st.tuples(st.just("rename"), paths, paths),
    st.tuples(st.just("swap"), paths, paths),
)
START = {
    "pkg/__init__.py": "", "pkg/a.py": SNIPPETS[8] + SNIPPETS[3], "pkg/b.py": SNIPPETS[9], "pkg/c.py": SNIPPETS[10],
    "setup.py": "", "tests/test_a.py": SNIPPETS[1], "much.py": "# much that never changes\n" * 120,
}  # fmt: skip
SMALL = 2_500
"""Bytes: less than what never changes, and more than most changes: then two processes share the work."""


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def edit(root: Path, what: str, path: str, argument: str) -> None:
    """Do that to the tree, as far as the files are there for it."""
    file, other = root / path, root / argument
    if what == "write":
        write(file, argument)
    elif what == "append" and file.exists():
        write(file, file.read_text() + argument)
    elif what == "insert" and file.exists():
        write(file, argument + file.read_text())
    elif what == "delete":
        file.unlink(missing_ok=True)
    elif what == "rename" and file.exists():
        other.parent.mkdir(parents=True, exist_ok=True)
        file.rename(other)
    elif what == "swap" and file.exists() and other.exists():
        ours, theirs = file.read_text(), other.read_text()
        write(file, theirs)
        write(other, ours)


def answer(root: Path, cache: Path | None, jobs: int = 1) -> str:
    """What `migrate analyze --format json` says."""
    seen = scope.scope(root)
    choice = scope.choose(seen)
    report = analyze(seen.workspace, choice.analyzers, cache=cache, jobs=jobs)
    return formats.render("json", formats.View(report.findings, seen.workspace, choice.rules, report.files))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4))
def test_after_any_edits_a_warm_run_says_what_a_cold_one_says(rounds: list[list[tuple[str, str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "SMALL", SMALL)
        patch.setattr(analysis, "SETTLED", 0)  # no run is over before the disk's clock has moved on
        root, cache = Path(folder, "tree"), Path(folder, "cache")
        for path, text in START.items():
            write(root / path, text)
        assert answer(root, cache) == answer(root, None)
        for round_ in rounds:
            for one in round_:
                edit(root, *one)
            told = answer(root, None)
            assert answer(root, cache, jobs=2) == told
            assert answer(root, cache) == told
