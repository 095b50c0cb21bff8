"""Every form of reference under the codemods that follow references: the tree does what it did, or the step is refused.

Beside each tree stands its twin, the same under another name, in which nothing may change. `make golden` writes the table
in docs/situations.md.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pytest
from codemod_cases import write_tree
from situations import BASE, FORMS, GONE, STEPS, Files, Form, tree_of, twin

from migrate import codemods
from migrate.model import Outcome
from migrate.python.source import module_name, source_roots
from migrate.workspace import Workspace

CELLS = [
    (form, step) for form in FORMS if form.runs for step in STEPS if form.facade or step != "retarget-imports"
]
DOCS = Path(__file__).parents[1] / "docs/situations.md"


@dataclass
class Cell:
    """What one step did to one form's tree."""

    outcome: Outcome
    changed: list[str]
    again: list[str]
    left: list[str]
    twins: list[str]
    """Files of the twin that changed."""
    printed: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.outcome.refusals:
            return self.outcome.refusals[0].code
        return "follows" if self.changed else "stays"


def run(step: str, workspace: Workspace) -> Outcome:
    name, options = STEPS[step]
    return codemods.make(name, options).run(workspace)


def carry_out(form: Form, step: str, folder: Path, jobs: list[dict[str, object]]) -> Cell:
    own = form.files(step)
    others = twin(own)
    workspace = Workspace(write_tree(tree_of({**others, **own}), folder / "before").root, form.layout)
    outcome = run(step, workspace)
    if outcome.refusals:
        bare = Form(form.group, form.name, "from pkg.core import Thing\n\n\ndef show():\n    return Thing(2).tag\n")
        plain = {**others, **({} if any(part in own for part in ROOTED) else bare.files(step))}
        if plain == others:
            plain |= {name: BASE[name.partition("/")[2]] for name in own if name.partition("/")[2] in BASE}
            plain |= {"user.py": bare.text}
        beside = Workspace(write_tree(tree_of(plain), folder / "plain").root, form.layout)
        apart = run(step, beside)
        assert not apart.refusals, (form.name, step, apart.refusals)
        return Cell(outcome, [], [], [], _changed(apart, others))
    after = workspace.with_changes(outcome.changes)
    texts = {path: after.read(path) for path in after.files}
    write_tree(texts, folder / "after")
    for when in ("before", "after"):
        jobs.append(job(f"{form.name}|{step}|{when}", Workspace(folder / when, form.layout)))
    gone = re.compile(rf"(?<![\w.]){GONE[step]}".encode())
    return Cell(
        outcome,
        sorted(str(change.path) for change in outcome.changes),
        [str(change.path) for change in run(step, after).changes],
        [str(path) for path, text in texts.items() if gone.search(text)],
        _changed(outcome, others),
    )


ROOTED = ("src/pkg/core.py", "lib/pkg/core.py")


def _changed(outcome: Outcome, files: Files) -> list[str]:
    return [str(change.path) for change in outcome.changes if str(change.path) in files]


def job(name: str, workspace: Workspace) -> dict[str, object]:
    roots = source_roots(workspace)
    modules = [
        module_name(path, roots)
        for path in workspace.python_files()
        if path.suffix == ".py" and path.stem != "__main__" and "check" not in path.stem
    ]
    folders = [str(workspace.root / root) for root in roots] + [str(workspace.root)]
    return {"name": name, "roots": folders, "modules": modules, "checks": ["check", "twin_check"]}


RUN_ALL = r"""
import contextlib, importlib, io, json, sys, traceback
import importlib.util, pkgutil, runpy, tomllib, types, typing, unittest.mock
jobs, answers = json.load(sys.stdin), {}
for job in jobs:
    known, path, answer = set(sys.modules), list(sys.path), {"problems": [], "printed": []}
    sys.path[:0] = job["roots"]
    importlib.invalidate_caches()
    for name in job["modules"] + job["checks"]:
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                importlib.import_module(name)
        except BaseException as error:
            answer["problems"].append(f"{name}: {type(error).__name__}: {error}")
        if name in job["checks"]:
            answer["printed"].append(out.getvalue())
    typing.TYPE_CHECKING = False
    for name in set(sys.modules) - known:
        del sys.modules[name]
    sys.path[:] = path
    sys.path_importer_cache.clear()
    answers[job["name"]] = answer
print(json.dumps(answers))
"""


def run_all(jobs: list[dict[str, object]]) -> dict[str, dict[str, list[str]]]:
    """What each job's modules raised when imported and what its checks printed, in one fresh interpreter."""
    answer = subprocess.run(
        [sys.executable, "-B", "-c", RUN_ALL], input=json.dumps(jobs), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Cell]:
    folder = tmp_path_factory.mktemp("situations")
    jobs: list[dict[str, object]] = []
    found = {
        (form.name, step): carry_out(form, step, folder / str(number), jobs)
        for number, (form, step) in enumerate(CELLS)
    }
    for name, answer in run_all(jobs).items():
        form, step, when = name.split("|")
        found[form, step].printed[when] = answer
    return found


@pytest.mark.xdist_group("situations")
@pytest.mark.parametrize(("form", "step"), CELLS, ids=lambda it: getattr(it, "name", it))
def test_the_tree_does_what_it_did_or_the_step_is_refused(
    cells: dict[tuple[str, str], Cell], form: Form, step: str
) -> None:
    cell = cells[form.name, step]

    assert cell.twins == []
    for refusal in cell.outcome.refusals:
        assert refusal.reason
        assert refusal.next
    if not cell.outcome.refusals:
        assert cell.printed["before"]["problems"] == []
        assert all(cell.printed["before"]["printed"])
        assert cell.printed["after"] == cell.printed["before"]
        assert cell.left == []
        assert cell.again == []
        assert cell.changed or step == "retarget-imports"
