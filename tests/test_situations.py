"""Every form of reference under the codemods that follow references: the tree does what it did, or the step is refused.

Beside each tree stands its twin, the same under another name, in which nothing may change. What came out is the table of
docs/situations.md: `make golden` writes it, and the review reads the diff.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from codemod_cases import CASES, write_tree
from situation_trees import FOLDER, GROUPS, RETARGET, STEPS, Files, Form, plain, read_forms, tree_of, twin

from migrate import codemods
from migrate.model import Outcome, Refusal
from migrate.python.source import module_name, source_roots
from migrate.workspace import Workspace

FORMS = read_forms()
CELLS = [(form, step) for form in FORMS if form.runs for step in STEPS if form.facade or step != RETARGET]
DOCS = Path(__file__).parents[1] / "docs/situations.md"
TABLE = re.compile(r"(?<=<!-- forms: written by `make golden` -->\n).*?(?=<!-- end of forms -->)", re.DOTALL)
GONE = {
    "rename a class": r"pkg[.:/]core[.:]Thing\b",
    "rename a module": r"pkg[.:/]core\b",
    "move": r"pkg[.:/]core[.:]Thing\b",
    "merge-modules": r"pkg[.:/]core\b",
    RETARGET: r"(?!)",
}
"""What no file of a result may hold."""
KEPT = {("a patch where the name is defined", "move"): "core's own `run` looks the name up in core"}
"""Where one may, and why."""


@dataclass
class Cell:
    """What one step did to one form's tree."""

    outcome: Outcome
    twins: list[str]
    """Files of the twin that changed."""
    again: list[str] = field(default_factory=list)
    """Files that a second run changed."""
    left: list[str] = field(default_factory=list)
    """Files that still hold the old name."""
    printed: tuple[list[str], list[str]] = ([], [])
    """What the interpreter said before and after."""


def run(step: str, workspace: Workspace) -> Outcome:
    name, options = STEPS[step]
    return codemods.make(name, options).run(workspace)


def carry_out(form: Form, step: str, workspace: Workspace, folder: Path) -> Cell:
    """Run the step, and write the tree after it without the twin. Where it is refused, the twin stands beside a plain tree."""
    own = form.files(step)
    others = {name: text for name, text in twin(own).items() if name not in own}
    outcome = run(step, workspace)
    if outcome.refusals:
        beside = run(step, written({**others, **plain(form, step)}, folder / "plain", form))
        assert not beside.refusals, (form.name, step, beside.refusals)
        return Cell(outcome, _changed(beside, others))
    after = workspace.with_changes(outcome.changes)
    texts = {path: after.read(path) for path in after.files}
    write_tree({path: text for path, text in texts.items() if str(path) not in others}, folder / "after")
    gone = re.compile(rf"(?<![\w.]){GONE[step]}".encode())
    return Cell(
        outcome,
        _changed(outcome, others),
        [str(change.path) for change in run(step, after).changes],
        [str(path) for path, text in texts.items() if gone.search(text)],
    )


def written(files: Files, folder: Path, form: Form) -> Workspace:
    return Workspace(write_tree(tree_of(files), folder).root, form.layout)


def _changed(outcome: Outcome, files: Files) -> list[str]:
    return [str(change.path) for change in outcome.changes if str(change.path) in files]


def job(name: str, workspace: Workspace) -> dict[str, object]:
    roots = source_roots(workspace)
    modules = [
        module_name(path, roots)
        for path in workspace.python_files()
        if path.suffix == ".py" and path.stem not in ("__main__", "check")
    ]
    folders = [str(workspace.root / root) for root in roots]
    return {"name": name, "roots": folders, "modules": [*modules, "check"]}


RUN_ALL = r"""
import contextlib, importlib, io, json, sys
import pkgutil, runpy, tomllib, types, typing, unittest.mock
jobs, answers = json.load(sys.stdin), {}
for job in jobs:
    known, path, problems = set(sys.modules), list(sys.path), []
    sys.path[:0] = job["roots"]
    importlib.invalidate_caches()
    for name in job["modules"]:
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                importlib.import_module(name)
        except BaseException as error:
            problems.append(f"{name}: {type(error).__name__}: {error}")
    typing.TYPE_CHECKING = False
    for name in set(sys.modules) - known:
        del sys.modules[name]
    sys.path[:] = path
    sys.path_importer_cache.clear()
    answers[job["name"]] = [*problems, out.getvalue()]
print(json.dumps(answers))
"""


def run_all(jobs: list[dict[str, object]]) -> dict[str, list[str]]:
    """What each job's modules raised when imported, and last what its check printed, in one fresh interpreter."""
    answer = subprocess.run(
        [sys.executable, "-B", "-c", RUN_ALL], input=json.dumps(jobs), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Cell]:
    folder = tmp_path_factory.mktemp("situations")
    jobs: dict[Path, dict[str, object]] = {}
    found: dict[tuple[str, str], Cell] = {}
    places: dict[tuple[str, str], tuple[Path, Path]] = {}
    for number, (form, step) in enumerate(CELLS):
        own = form.files(step)
        before = folder / f"{FORMS.index(form)}{'f' * (step == RETARGET)}"
        if before not in jobs:
            jobs[before] = job(str(before), written(own, before / "alone", form))
            written({**twin(own), **own}, before / "twins", form)
        after = folder / "steps" / str(number)
        cell = carry_out(form, step, Workspace(before / "twins", form.layout), after)
        if not cell.outcome.refusals:
            jobs[after] = job(str(after), Workspace(after / "after", form.layout))
        found[form.name, step] = cell
        places[form.name, step] = (before, after)
    answers = run_all(list(jobs.values()))
    for key, cell in found.items():
        before, after = places[key]
        cell.printed = answers[str(before)], answers.get(str(after), [])
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
        assert len(cell.printed[0]) == 1
        assert cell.printed[0] != [""]
        assert cell.printed[1] == cell.printed[0]
        assert bool(cell.left) == ((form.name, step) in KEPT)
        assert cell.again == []
        assert cell.outcome.changes or step == RETARGET


@pytest.mark.xdist_group("situations")
def test_the_table_in_the_docs_is_what_came_out(cells: dict[tuple[str, str], Cell]) -> None:
    text = DOCS.read_text()
    told = TABLE.search(text)
    assert told, "docs/situations.md lacks the comments between which the table stands"
    found = "".join(f"{line}\n" for line in table(cells, told.group().splitlines()))
    if os.environ.get("MIGRATE_GOLDEN") == "write":
        DOCS.write_text(text[: told.start()] + found + text[told.end() :])
    else:
        assert told.group() == found, "docs/situations.md differs: `make golden`, then read the diff"


def table(cells: dict[tuple[str, str], Cell], told: Sequence[str]) -> Iterator[str]:
    """The table's lines. A form that this Python cannot read has the line that was told of it."""
    reasons: dict[str, str] = {}
    for group in GROUPS:
        yield from ("", f"### {group.capitalize()}", "", f"| form | {' | '.join(STEPS)} |")
        yield f"|---|{'---|' * len(STEPS)}"
        for form in (form for form in FORMS if form.group == group):
            row = [verdict(cells.get((form.name, step)), form, step, reasons) for step in STEPS]
            name = re.sub(r"(__[a-z]+__)", r"`\1`", form.name)
            kept = [line for line in told if line.startswith(f"| {name} |")]
            yield kept[0] if kept and not form.runs else f"| {name} | {' | '.join(row)} |"
    yield from ("", "### The refusals", "")
    for number, reason in enumerate(reasons, 1):
        yield f"{number}. {reason}"
    yield ""


def verdict(cell: Cell | None, form: Form, step: str, reasons: dict[str, str]) -> str:
    if cell is None:
        return "—" if form.runs else f"needs Python {'.'.join(map(str, form.since))}"
    if not cell.outcome.refusals:
        kept = f": {KEPT[form.name, step]}" if (form.name, step) in KEPT else ""
        return f"follows{kept}" if cell.outcome.changes else "stays"
    reason = told(cell.outcome.refusals[0])
    reasons.setdefault(reason, "")
    return f"refused ({list(reasons).index(reason) + 1})"


def told(refusal: Refusal) -> str:
    return f"`{refusal.code}`: {refusal.reason}; {refusal.next}"


def test_every_case_and_form_that_the_docs_name_is_there() -> None:
    text = DOCS.read_text()
    named = re.findall(r"`([a-z_]+/\w+)`", text)
    there = {f"{path.parent.name}/{path.stem}" for folder in (CASES, FOLDER) for path in folder.glob("*/*")}
    assert len(named) > 80
    assert sorted(set(named) - there) == []
