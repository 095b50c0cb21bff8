"""What rope and LibCST make of the forms of reference in tests/situations/: judged as ours are, by running the result.

    python benchmarks/situations.py [FORM…]

Needs `rope` and `libcst`. Prints a Markdown table and the counts. rope does each step whole. LibCST's RenameCommand changes
references only: definitions and files are changed beforehand as ours are, so that it is judged by what it is for.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path

import libcst
from libcst.codemod import CodemodContext, TransformSuccess, transform_module
from libcst.codemod.commands.rename import RenameCommand
from rope.base.project import Project
from rope.refactor.move import create_move
from rope.refactor.rename import Rename

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests"), str(HERE.parent)]

from situation_trees import Form, read_forms  # noqa: E402
from test_situations import GONE, KEPT, job, run, run_all, written  # noqa: E402

from migrate.python.source import module_name, source_roots  # noqa: E402
from migrate.workspace import Workspace  # noqa: E402

RENAMED = {
    "rename a class": ("pkg.core.Thing", "pkg.core.Renamed"),
    "rename a module": ("pkg.core", "pkg.heart"),
}
OURS = re.compile(r"pkg/(core|heart|home)\.pyi?$")


def ours(form: Form, step: str, workspace: Workspace) -> Workspace | str:
    outcome = run(step, workspace)
    return "refuses" if outcome.refusals else workspace.with_changes(outcome.changes)


def rope(form: Form, step: str, workspace: Workspace) -> Workspace | str:
    path = next(str(path) for path in workspace.files if str(path).endswith("pkg/core.py"))
    project = Project(str(workspace.root), ropefolder=None)
    core = project.get_resource(path)
    try:
        if step == "rename a module":
            changes = Rename(project, core).get_changes("heart")
        else:
            offset = re.search(r"class (Thing)", core.read()).start(1)
            if step == "move":
                home = project.get_resource(path.replace("core.py", "home.py"))
                changes = create_move(project, core, offset).get_changes(home)
            else:
                changes = Rename(project, core, offset).get_changes("Renamed")
        project.do(changes)
    finally:
        project.close()
    return Workspace(workspace.root, form.layout)


def of_libcst(form: Form, step: str, workspace: Workspace) -> Workspace | str:
    outcome = run(step, workspace)
    if outcome.refusals:
        return "—"
    own = [change for change in outcome.changes if OURS.search(str(change.path))]
    after = workspace.with_changes(own)
    roots = source_roots(workspace)
    changes = []
    for path in after.python_files():
        if path.suffix != ".py" or OURS.search(str(path)):
            continue
        name = module_name(path, roots)
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        context = CodemodContext(filename=str(path), full_module_name=name, full_package_name=package)
        result = transform_module(RenameCommand(context, *RENAMED[step]), after.read(path).decode())
        if not isinstance(result, TransformSuccess):
            return f"fails: {getattr(result, 'error', result)}"
        changes.append(after.change(path, result.code.encode()))
    return after.with_changes([change for change in changes if change.before != change.after])


TOOLS: dict[str, Callable[[Form, str, Workspace], Workspace | str]] = {"ours": ours, "rope": rope, "LibCST": of_libcst}
COLUMNS = [
    (step, tool)
    for step in (*RENAMED, "move")
    for tool in TOOLS
    if step in RENAMED or tool != "LibCST"  # it moves nothing
]


def verdicts(forms: list[Form], folder: Path) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    jobs: dict[str, dict[str, object]] = {}
    for number, (form, step, tool) in enumerate(cells(forms)):
        place = folder / str(number)
        key = f"{form.name}|{step}|{tool}"
        before = written(form.files(step), place / "before", form)
        jobs[f"{key}|before"] = job(f"{key}|before", before)
        working = written(form.files(step), place / "working", form)
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                after = TOOLS[tool](form, step, working)
        except Exception as error:  # noqa: BLE001 (whatever it raises is its answer)
            after = f"fails: {type(error).__name__}"
        if isinstance(after, str):
            found[form.name, step, tool] = after
            continue
        texts = {str(path): after.read(path).decode() for path in after.files}
        jobs[f"{key}|after"] = job(f"{key}|after", written(texts, place / "after", form))
        gone = re.compile(rf"(?<![\w.]){GONE[step]}")
        left = any(gone.search(text) for text in texts.values()) and (form.name, step) not in KEPT
        found[form.name, step, tool] = "old name left" if left else "works"
    answers = run_all(list(jobs.values()))
    for form, step, tool in cells(forms):
        key = f"{form.name}|{step}|{tool}"
        after = answers.get(f"{key}|after")
        if after and after != answers[f"{key}|before"]:
            error = re.search(r": (\w+Error): (.*)", after[0])
            found[form.name, step, tool] = f"breaks ({error.group(1)})" if error else "other result"
    return found


def cells(forms: list[Form]) -> Iterator[tuple[Form, str, str]]:
    return ((form, step, tool) for form in forms for step, tool in COLUMNS)


def main() -> None:
    logging.disable()
    forms = [form for form in read_forms() if form.runs and (not sys.argv[1:] or form.name in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        found = verdicts(forms, Path(folder))
    print(f"rope {version('rope')}, LibCST {libcst.LIBCST_VERSION}, {len(forms)} forms\n")
    print("| form |", " | ".join(f"{step}: {tool}" for step, tool in COLUMNS), "|")
    print(f"|---|{'---|' * len(COLUMNS)}")
    for form in forms:
        print(f"| {form.name} |", " | ".join(found[form.name, step, tool] for step, tool in COLUMNS), "|")
    print("\n| | works | old name left | refuses or fails | breaks or other result |\n|---|---|---|---|---|")
    for step, tool in COLUMNS:
        count = Counter(found[form.name, step, tool].split(" (")[0].split(":")[0] for form in forms)
        fails, broken = count["refuses"] + count["fails"], count["breaks"] + count["other result"]
        print(f"| {step}: {tool} | {count['works']} | {count['old name left']} | {fails} | {broken} |")


if __name__ == "__main__":
    main()
