"""Reads the cases of tests/cases/<codemod>/ and runs them: see docs/codemods-howto.md for their format."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from migrate import codemods
from migrate.model import Outcome
from migrate.workspace import Layout, Workspace

CASES = Path(__file__).parent / "cases"
HEADER = re.compile(r"# (options|layout|version|refuses|notes|import): (.*)\n")
FILE = re.compile(r"^# file: (.+)\n", re.MULTILINE)
AFTER = re.compile(r"^# after\n", re.MULTILINE)
ANYTHING = b"...\n"
Tree = Mapping[PurePosixPath, bytes]


@dataclass(frozen=True)
class Case:
    """One case: a tree before, the tree after (the same where nothing may change), and what the codemod is told."""

    codemod: str
    name: str
    before: Tree
    after: Tree
    options: dict[str, object] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)
    refuses: str = ""
    notes: str = ""
    importable: bool = True
    version: str = ""

    @property
    def changes(self) -> bool:
        return self.before != self.after


def read_cases(codemod: str) -> list[Case]:
    """Every case of that codemod, sorted by name: text files and folders."""
    folder = CASES / codemod.replace("-", "_")
    return [read_case(codemod, path) for path in sorted(folder.iterdir()) if path.name != "__pycache__"]


def read_case(codemod: str, path: Path) -> Case:
    if path.is_dir():
        settings = (path / "case.txt").read_text() if (path / "case.txt").exists() else ""
        before = read_tree(path / "before")
        after = read_tree(path / "after") if (path / "after").is_dir() else before
    else:
        text = path.read_text()
        settings = (
            text[: text.find("# file: ")] if "# file: " in text else "".join(m.group() for m in HEADER.finditer(text))
        )
        text = text.removeprefix(settings)
        parts = AFTER.split(text, maxsplit=1)
        before = split_tree(parts[0])
        after = split_tree(parts[1]) if len(parts) > 1 else before
    said = dict(HEADER.findall(settings))
    layout = tomllib.loads(f"it = {said.get('layout', '{}')}")["it"]
    return Case(
        codemod,
        path.stem,
        before,
        after,
        tomllib.loads(f"it = {said.get('options', '{}')}")["it"],
        Layout(tuple(layout.get("source", ())), tuple(layout.get("also", ()))),
        said.get("refuses", ""),
        said.get("notes", ""),
        said.get("import", "yes") == "yes",
        said.get("version", ""),
    )


def split_tree(text: str) -> Tree:
    """The files of one side: each below its `# file:` line; a side without one is a single file."""
    pieces = FILE.split(text)
    if len(pieces) == 1:
        return {PurePosixPath("code.py"): text.encode()}
    return {PurePosixPath(name): body.encode() for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def read_tree(folder: Path) -> Tree:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes() for path in files}


def write_tree(tree: Tree, folder: Path) -> Workspace:
    for path, data in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return Workspace(folder)


def run_case(case: Case, folder: Path) -> tuple[Outcome, Workspace]:
    """The outcome on the tree before, and the tree that it leaves."""
    write_tree(case.before, folder)
    workspace = Workspace(folder, case.layout).knowing((), case.version)
    outcome = codemods.make(case.codemod, case.options).run(workspace)
    return outcome, workspace.with_changes(outcome.changes)


def import_all(jobs: list[dict[str, object]]) -> dict[str, list[str]]:
    """What went wrong while importing each job's modules and comparing its moved objects, in one fresh interpreter."""
    answer = subprocess.run(
        [sys.executable, "-B", "-c", IMPORT_ALL], input=json.dumps(jobs), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


IMPORT_ALL = r"""
import importlib, io, json, sys, warnings, contextlib
def member(dotted):
    parts = dotted.split(".")[:-1]
    while parts:
        try:
            found = importlib.import_module(".".join(parts))
        except ModuleNotFoundError:
            parts.pop()
        else:
            for name in dotted.split(".")[len(parts):]:
                found = getattr(found, name)
            return found
    raise ModuleNotFoundError(dotted)
jobs, answers = json.load(sys.stdin), {}
for job in jobs:
    known, path, problems = set(sys.modules), list(sys.path), []
    sys.path[:0] = job["roots"]
    importlib.invalidate_caches()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        for name in job["modules"]:
            try:
                importlib.import_module(name)
            except Exception as error:
                problems.append(f"{name}: {type(error).__name__}: {error}")
        for old, new in job["same"]:
            try:
                if member(old) is not member(new):
                    problems.append(f"{old} is not {new}")
            except Exception as error:
                problems.append(f"{old}: {type(error).__name__}: {error}")
        for old, names in job["warns"].items():
            module = importlib.import_module(old)
            for name in names:
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    exec(compile(f"from {old} import {name}", "the_caller.py", "exec"), {})
                if [w.category for w in caught] != [DeprecationWarning] or caught[0].filename != "the_caller.py":
                    problems.append(f"{old}.{name} does not warn its caller once: {[str(w.message) for w in caught]}")
    for name in set(sys.modules) - known:
        del sys.modules[name]
    sys.path[:] = path
    answers[job["name"]] = problems
print(json.dumps(answers))
"""
