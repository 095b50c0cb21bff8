"""How long renames and moves over a large tree take, beside other programs, and whether their results still import.

    python benchmarks/references.py [--runs 3] [--quick] [--tools FOLDER] [--judge] [--steps 100]

`--tools` is the `bin` folder of an environment with `ty`, `rope`, `libcst`, `ast-grep-cli`. Prints a Markdown table; what
counts are the ratios: all is run in turns, cold, as whole processes, and of each the best run is taken. With `--judge`
each program's result is laid over a copy of the tree, and all its modules are imported (`asgiref` and `sqlparse` must be
there for Django). Below the table stands what a run takes beyond its start-up, cold and again (what a run has proven of
files is kept in the cache folder), and what a plan of many small renames takes, against as many plans of one.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpora import corpus
from language_server import LanguageServer, lay

from migrate.analysis.workers import cores


@dataclass(frozen=True)
class Task:
    """One refactoring: what it is called, where the thing stands, and what the others must be told."""

    title: str
    old: str
    new: str
    file: str
    opening: str = ""
    """The text before the name, at the beginning of the line that defines it; empty for a module."""

    @property
    def leaf(self) -> str:
        return self.old.rpartition(".")[2]

    @property
    def new_leaf(self) -> str:
        return self.new.rpartition(".")[2]


ENCODING, TESTCASES = "django/utils/encoding.py", "django/test/testcases.py"
TASKS = (
    Task("function, 20 files", "django.utils.encoding.force_str", "django.utils.encoding.forced_str", ENCODING, "def "),
    Task(
        "class, 440 files",
        "django.test.testcases.SimpleTestCase",
        "django.test.testcases.PlainCase",
        TESTCASES,
        "class ",
    ),
    Task("module, 60 files", "django.utils.text", "django.utils.texts", "django/utils/text.py"),
)

ROPE = """
import sys
from rope.base.project import Project
from rope.refactor.rename import Rename
root, file, offset, new, write = sys.argv[1:]
project = Project(root, ropefolder=None, save_objectdb=False, ignore_syntax_errors=True)  # Django's tests hold some
resource = project.get_resource(file)
changes = Rename(project, resource, int(offset) if offset else None).get_changes(new, docs=False)
print(len(changes.get_changed_resources()))
if write:
    project.do(changes)
"""
IMPORT_ALL = """
import importlib, json, os, pathlib, sys, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, os.getcwd())
from django.conf import settings
apps = "admin auth contenttypes flatpages humanize messages redirects sessions sitemaps sites staticfiles syndication"
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in apps.split()], DATABASES={}, SECRET_KEY="x", SITE_ID=1)
import django
django.setup()
bad = {}
for path in sorted(pathlib.Path("django").rglob("*.py")):
    if "conf/app_template" in str(path) or "conf/project_template" in str(path) or path.name == "__main__.py":
        continue
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    try:
        importlib.import_module(name)
    except Exception as error:
        bad[name] = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps(bad))
"""


@dataclass
class Runner:
    """One program: what it does with a task on a tree. `write` lays the result over the tree."""

    name: str
    run: Callable[[Task, Path, bool], object]
    slow: bool = False
    tasks: tuple[Task, ...] = TASKS
    times: dict[str, list[float]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


def ours(task: Task, tree: Path, write: bool) -> None:
    """A plan of one step, as a dry run, with nothing in the cache folder."""
    with tempfile.TemporaryDirectory() as cache:
        dry_run(task, tree, write, cache)


def dry_run(task: Task, tree: Path, write: bool, cache: str) -> None:
    """The same with this cache folder."""
    plan = tree / "benchmark.toml"
    plan.write_text(plan_of([(task.old, task.new if not task.opening else task.new_leaf)]))
    command = [sys.executable, "-m", "migrate", "--plan", str(plan), "apply", "--dry-run", "--phase", "1"]
    answer = subprocess.run(
        command, cwd=tree, capture_output=True, check=False, env={**os.environ, "MIGRATE_CACHE": cache}
    )
    plan.unlink()
    if answer.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{answer.stderr.decode()}")
    if write:
        subprocess.run(["git", "apply", "-"], cwd=tree, input=answer.stdout, check=True)


def plan_of(renames: Sequence[tuple[str, str]]) -> str:
    """A plan with a step for each of these renames."""
    head = '[project]\nname = "benchmark"\nroot = "."\nsource = ["."]\n\n[gate]\nrun = "true"\nchecks = []\n\n'
    steps = (
        f'[[phase.step]]\nid = "1.{number}"\ntitle = "Rename"\ncodemod = "rename"\n'
        f'rename = {{ "{old}" = "{new}" }}\nreexports = "rename"\n'
        for number, (old, new) in enumerate(renames, 1)
    )
    return head + '[[phase]]\nid = 1\ntitle = "Rename"\n\n' + "\n".join(steps)


def small_functions(tree: Path, count: int) -> list[str]:
    """That many functions of Django, each defined once and named in few files, from all over the tree."""
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in sorted(tree.rglob("*.py"))}
    defined = Counter(name for text in texts.values() for name in re.findall(r"(?m)^ *(?:async )?def (\w+)", text))
    written = Counter(name for text in texts.values() for name in set(re.findall(r"\w+", text)))
    quoted = {name for text in texts.values() for name in re.findall(r"[\"'.](\w+)[\"']", text)}
    found = [
        f"{'.'.join(path.relative_to(tree).with_suffix('').parts)}.{name}"
        for path, text in texts.items()
        if path.relative_to(tree).parts[0] == "django" and path.stem != "__init__" and "template" not in path.parts[-2]
        for name in re.findall(r"(?m)^def ([a-z]\w+)", text)
        if defined[name] == 1 and written[name] <= 5 and name not in quoted
    ]
    return found[:: max(1, len(found) // count)][:count]


def seconds(tree: Path, renames: Sequence[tuple[str, str]]) -> tuple[float, int]:
    """How long a dry run of the plan of these renames takes, and how many of them are not refused."""
    plan = tree / "benchmark.toml"
    plan.write_text(plan_of(renames))
    command = [sys.executable, "-m", "migrate", "--plan", str(plan), "apply", "--dry-run", "--phase", "1"]
    start = time.perf_counter()
    answer = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    plan.unlink()
    if answer.returncode > 1:  # 1: some step is refused
        sys.exit(f"{' '.join(command)} failed:\n{answer.stderr}")
    return taken, len(re.findall(r": [1-9]\d* files?, ", answer.stderr))


def many_steps(tree: Path, count: int) -> str:
    """How a plan of many steps compares with as many runs of one (of which ten are made)."""
    renames = [(name, f"{name.rpartition('.')[2]}_anew") for name in small_functions(tree, count)]
    whole, done = seconds(tree, renames)
    alone = [seconds(tree, [rename])[0] for rename in renames[:: max(1, len(renames) // 10)]]
    single, each = sum(alone) / len(alone), whole / len(renames)
    return (
        f"{len(renames)} steps, one function each ({done} not refused): {whole:.1f} s, {each:.3f} s a step; "
        f"a plan of one takes {single:.2f} s: {each / single:.2f} × as many runs"
    )


def start_up(task: Task, tree: Path, write: bool) -> None:
    """The same command where there is next to nothing to do."""
    with tempfile.TemporaryDirectory() as small:
        folder = Path(small)
        (folder / task.file).parent.mkdir(parents=True)
        body = f"{task.opening}{task.leaf}" + (":\n    pass\n" if task.opening == "class " else "():\n    pass\n")
        (folder / task.file).write_text(body if task.opening else "x = 1\n")
        for name in list((folder / task.file).relative_to(folder).parents)[:-1]:
            (folder / name / "__init__.py").touch()
        commit(folder)
        ours(task, folder, False)


def ty(program: str) -> Callable[[Task, Path, bool], None]:
    """The language server of ty, from its start to its answer."""

    def run(task: Task, tree: Path, write: bool) -> None:
        server = LanguageServer([program, "server"], tree)
        try:
            file = tree / task.file
            if task.opening:
                lines = file.read_text(encoding="utf-8").splitlines()
                line = next(n for n, text in enumerate(lines) if text.startswith(f"{task.opening}{task.leaf}"))
                edits = server.rename(file, line, len(task.opening) + 1, task.new_leaf)
            else:
                edits = server.rename_file(file, file.with_name(f"{task.new_leaf}.py"))
        finally:
            server.close()
        if write:
            lay(edits)
            if not task.opening:
                file.rename(file.with_name(f"{task.new_leaf}.py"))

    return run


def rope(python: str) -> Callable[[Task, Path, bool], None]:
    """rope's Rename, as a script."""

    def run(task: Task, tree: Path, write: bool) -> None:
        text = (tree / task.file).read_text(encoding="utf-8")
        offset = str(text.index(f"\n{task.opening}{task.leaf}") + 1 + len(task.opening)) if task.opening else ""
        arguments = [str(tree), task.file, offset, task.new_leaf, "yes" if write else ""]
        subprocess.run([python, "-c", ROPE, *arguments], capture_output=True, check=True)

    return run


def libcst(python: str) -> Callable[[Task, Path, bool], None]:
    """LibCST's RenameCommand over all files, on all cores; it always writes. Raises where it cannot be run."""
    subprocess.run([python, "-c", "import libcst.tool"], capture_output=True, check=True)

    def run(task: Task, tree: Path, write: bool) -> None:
        target = tree if write else Path(shutil.copytree(tree, Path(tempfile.mkdtemp()) / "tree"))
        names = ["--old_name", task.old, "--new_name", task.new]
        command = [
            python,
            "-m",
            "libcst.tool",
            "codemod",
            "rename.RenameCommand",
            *names,
            "--no-format",
            "--hide-progress",
            ".",
        ]
        subprocess.run(command, cwd=target, capture_output=True, check=False)  # it fails where a file does not parse
        if not write:
            shutil.rmtree(target.parent)

    return run


def sed(task: Task, tree: Path, write: bool) -> None:
    """The word, wherever it stands: what nobody should do, as a floor."""
    script = f"grep -rlwZ --include='*.py' {task.leaf} . | xargs -0 -r sed 's/\\b{task.leaf}\\b/{task.new_leaf}/g' > /dev/null"
    subprocess.run(["sh", "-c", script], cwd=tree, check=True)


def ast_grep(program: str) -> Callable[[Task, Path, bool], None]:
    """ast-grep's search for the name as an identifier; it does not resolve."""

    def run(task: Task, tree: Path, write: bool) -> None:
        command = [program, "run", "-p", task.leaf, "-r", task.new_leaf, "-l", "python", "--json=compact", "."]
        subprocess.run(command, cwd=tree, capture_output=True, check=False)

    return run


def judge(runner: Runner, tree: Path, before: dict[str, str], python: str) -> None:
    """Lay each task's result over a copy, and import everything there."""
    for task in runner.tasks:
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(shutil.copytree(tree, Path(scratch) / "tree"))
            try:
                runner.run(task, copy, True)
                after = imported(copy, python)
            except (subprocess.CalledProcessError, RuntimeError, ValueError) as error:
                runner.broken[task.title] = f"failed: {error}"
                continue
            lost = sorted(set(after) - set(before) - {task.new})
            runner.broken[task.title] = (
                f"{len(lost)} modules broken, e.g. {lost[0]}: {after[lost[0]]}" if lost else "imports"
            )


def imported(tree: Path, python: str) -> dict[str, str]:
    """Each module of the tree that cannot be imported, with the reason."""
    answer = subprocess.run([python, "-B", "-c", IMPORT_ALL], cwd=tree, capture_output=True, text=True, check=False)
    if answer.returncode:
        return {"django": answer.stderr.strip().rpartition("\n")[2]}
    found: dict[str, str] = json.loads(answer.stdout.rpartition("\n{")[2].join(["{", ""]))
    return found


def runners(tools: Path | None) -> list[Runner]:
    """Every program that is there."""
    kept = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    again = partial(dry_run, cache=kept)
    found = [Runner("migrate", ours), Runner("migrate, start-up", start_up), Runner("migrate, again", again)]
    found.append(Runner("sed", sed))
    known: list[tuple[str, str, Callable[[str], Callable[[Task, Path, bool], None]], bool]] = [
        ("ty", "ty", ty, False), ("ast-grep", "ast-grep", ast_grep, False),
        ("rope", "python", rope, True), ("libcst", "python", libcst, True),
    ]  # fmt: skip
    for name, program, make, slow in known:
        path = shutil.which(program, path=str(tools) if tools else None)
        if path:
            with contextlib.suppress(subprocess.CalledProcessError):
                tasks = TASKS[:1] if name == "libcst" else TASKS  # minutes, whatever the name
                found.append(Runner(name, make(path), slow, tasks))
    return found


def show(table: Sequence[Runner]) -> None:
    """The Markdown table: seconds, and how each compares with ours."""
    mine = {title: min(times) for title, times in table[0].times.items()}
    titles = [task.title for task in TASKS]
    print("| program | " + " | ".join(f"{title} | ours is" for title in titles) + " |")
    print("|---|" + "--:|--:|" * len(titles))
    for runner in table:
        cells = []
        for title in titles:
            times = runner.times.get(title)
            cells.append(f"{min(times):.2f} s | {mine[title] / min(times):.2f} ×" if times else " | ")
        print(f"| {runner.name} | {' | '.join(cells)} |")
    judged = [runner for runner in table if runner.broken]
    for runner in judged:
        print(f"\n{runner.name}: " + "; ".join(f"{title}: {said}" for title, said in runner.broken.items()))


def beyond_start_up(table: Sequence[Runner]) -> str:
    """What our runs take more than the same command where there is nothing to do."""
    mine, least, again = (runner.times for runner in table[:3])
    return ", ".join(
        f"{title}: {min(mine[title]) - min(least[title]):.2f} s, again {min(again[title]) - min(least[title]):.2f} s"
        for title in mine
    )


def commit(folder: Path) -> None:
    """Make a git repository of the folder."""
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "tree"]):
        subprocess.run(["git", "-c", "user.name=b", "-c", "user.email=b@b", *command], cwd=folder, check=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--quick", action="store_true", help="leave out what takes long")
    options.add_argument("--tools", type=Path, help="where the other programs are")
    options.add_argument("--judge", action="store_true", help="import every result")
    options.add_argument("--steps", type=int, default=100, help="how many steps the long plan has; 0 leaves it out")
    chosen = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(shutil.copytree(corpus("django"), Path(scratch) / "django"))
        commit(tree)
        table = [runner for runner in runners(chosen.tools) if not (chosen.quick and runner.slow)]
        for turn in range(chosen.runs):
            for task in TASKS:
                for runner in table:
                    if (turn and runner.slow) or task not in runner.tasks:
                        continue
                    start = time.perf_counter()
                    try:
                        runner.run(task, tree, False)
                    except (subprocess.CalledProcessError, RuntimeError) as error:
                        print(f"{runner.name}, {task.title}: {error}", file=sys.stderr)
                        continue
                    runner.times.setdefault(task.title, []).append(time.perf_counter() - start)
        steps = many_steps(tree, chosen.steps) if chosen.steps else ""
        if chosen.judge:
            python = str((chosen.tools or Path(sys.executable).parent) / "python")
            before = imported(tree, python)
            for runner in table:
                if runner.name not in ("migrate, start-up", "sed", "ast-grep"):
                    judge(runner, tree, before, python)
    files = len(list(corpus("django").rglob("*.py")))
    print(f"{files:,} files, {cores()} cores, Python {sys.version.split()[0]}\n")
    show(table)
    print(f"\nBeyond start-up: {beyond_start_up(table)}.")
    if steps:
        print(f"\n{steps}")


if __name__ == "__main__":
    main()
