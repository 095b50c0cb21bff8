"""Migrates real, tested projects by a plan, and checks from outside what `migrate` promises.

python benchmarks/real_projects.py                    all of them, a Markdown table at the end
python benchmarks/real_projects.py flask click        some
python benchmarks/real_projects.py flask --keep DIR   leaves the migrated repository in DIR, which must not exist
python benchmarks/real_projects.py --references       the second set of plans: the codemods that stand on the index

The plans are `plans/<project>.toml`: phase 1 is meant, the steps of phase 2 break something on purpose, those of phase 3
ask for what must be refused. The project's own suite is run by plain pytest with a plugin of this file, not by the gate.
Of the second set, `plans/references/<project>.toml`, each step's commit is checked by itself as well (step_checks.py).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora import corpus
from step_checks import gone, old_names, steps_of

from migrate.home import HOME, cache_folder
from migrate.python.source import module_name
from migrate.workspace import Workspace

PLANS = Path(__file__).resolve().parent / "plans"
LEDGER = ".migrate/ledger.jsonl"
OURS = ":(exclude).migrate"


@dataclass(frozen=True, slots=True)
class Project:
    """What the suite needs, and what the output must name for each step that must not land."""

    needs: tuple[str, ...]
    source: str
    names: dict[str, str]
    tests: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    """The packages whose modules must import; the one of the project's name where none is given."""


PYTEST = "pytest==8.3.4"
PROJECTS = {
    "itsdangerous": Project(
        needs=(PYTEST, "freezegun==1.5.1"),
        source="src",
        names={
            "2.1": "tests/test_itsdangerous/test_timed.py::TestTimestampSigner::test_max_age",
            "2.2": "itsdangerous.want_bytes",
            "3.1": "src/itsdangerous/signer.py",
        },
    ),
    "click": Project(
        needs=(PYTEST,),
        source="src",
        names={
            "2.1": "tests/test_imports.py::test_light_imports",
            "2.2": "click.termui.pause",
            "3.1": "src/click/_compat.py:510",
            "3.2": "src/click/core.py",
        },
    ),
    "flask": Project(
        needs=(
            PYTEST,
            "werkzeug==3.1.3",
            "jinja2==3.1.5",
            "itsdangerous==2.2.0",
            "click==8.1.8",
            "blinker==1.9.0",
            "asgiref==3.8.1",
            "python-dotenv==1.0.1",
        ),
        source="src",
        names={
            "2.1": "tests/test_views.py::test_basic_view",
            "2.2": "tests/test_views.py::test_implicit_head",
            "3.1": "docs/patterns/packages.rst:19",
            "3.2": "`datetime`",
        },
    ),
    "networkx": Project(
        needs=(PYTEST,),
        source=".",
        names={
            "2.1": "networkx/algorithms/tests/test_hierarchy.py::test_hierarchy_cycle",
            "2.2": "networkx.algorithms.smetric.s_metric",
            "3.1": "networkx/algorithms/__init__.py",
            "3.2": "doc/conf.py:271",
        },
        tests=("networkx",),
    ),
}

CLOCK = "tests/test_deserialization.py::TestFieldDeserialization::test_invalid_datetime_deserialization"
"""A test whose ids hold the time of day."""
REFERENCES = {
    "click": Project(needs=(PYTEST,), source="src", names={}),
    "flask": Project(
        needs=PROJECTS["flask"].needs,
        source="src:examples/tutorial",
        names={},
        tests=("tests",),
        packages=("flask", "flaskr"),
    ),
    "jinja2": Project(needs=(PYTEST, "markupsafe==3.0.2", "trio==0.28.0"), source="src", names={}),
    "marshmallow": Project(
        needs=(PYTEST, "packaging==24.2", "simplejson==3.19.3"),
        source="src",
        names={},
        tests=("--deselect", CLOCK),
    ),
    "tornado": Project(needs=(PYTEST,), source=".", names={}, tests=("tornado/test",)),
}
"""The second set: each step by itself must leave the suite, every import and no old name."""

RECORDER = """\
import json, os
ends = {}
def pytest_runtest_logreport(report):
    good = report.outcome == "passed" and not hasattr(report, "wasxfail")
    ends[report.nodeid] = ends.get(report.nodeid, True) and good
def pytest_sessionfinish():
    with open(os.environ["PASSED"], "w") as file:
        json.dump(ends, file)
"""
IMPORTER = """\
import importlib, os, sys
for name in sys.stdin.read().split():
    sys.stdout.flush()
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            print(name)
    else:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            importlib.import_module(name)
        except BaseException:
            os._exit(1)
        os._exit(0)
"""
"""Prints the modules that cannot be imported, each tried in a process of its own."""


@dataclass
class Times:
    """Seconds of one step of `migrate apply`, as its progress lines tell them."""

    step: str
    codemod: float = 0.0
    baseline: float = 0.0
    gate: float = 0.0
    tests: str = ""


@dataclass
class Run:
    """One migrated project: what was checked, what was wrong, how long it took."""

    name: str
    root: Path
    project: Project
    env: dict[str, str]
    checked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    times: list[Times] = field(default_factory=list)
    ids: int = 0
    seen: set[str] = field(default_factory=set)
    """All ids of the suite before the first step, those that do not pass too."""

    def check(self, what: str, well: bool, why: str = "") -> None:
        """Note a promise and whether it is kept."""
        print(f"  {'ok   ' if well else 'WRONG'} {what}{'' if well else f': {why}'}", flush=True)
        (self.checked if well else self.wrong).append(what)

    def git(self, *words: str) -> bytes:
        """What git prints."""
        return subprocess.run(["git", "-C", self.root, *words], check=True, capture_output=True).stdout

    def head(self) -> str:
        """The commit that the branch stands at."""
        return self.git("rev-parse", "HEAD").decode().strip()

    def migrate(self, *words: str) -> tuple[int, list[tuple[float, str]]]:
        """Exit code and output of a `migrate` command, each line with the second in which it came."""
        command = [sys.executable, "-m", "migrate", *words]
        lines, start = [], time.monotonic()
        with subprocess.Popen(
            command, cwd=self.root, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                lines.append((time.monotonic() - start, line.rstrip("\n")))
                print(f"    {line}", end="", flush=True)
        lines.append((time.monotonic() - start, ""))
        return process.returncode, lines

    def roots(self, tree: Path) -> str:
        """The import roots in that tree, as PYTHONPATH wants them."""
        return os.pathsep.join(str(tree / root) for root in self.project.source.split(":"))

    def suite(self, name: str, tree: Path | None = None) -> set[str]:
        """The ids that pass in the project's own suite, by plain pytest on the checkout, or on another tree."""
        tree = tree or self.root
        with tempfile.TemporaryDirectory() as scratch:
            (Path(scratch) / "recorder.py").write_text(RECORDER)
            record = Path(scratch) / "passed.json"
            paths = os.pathsep.join([scratch, self.roots(tree)])
            env = self.env | {"PYTHONPATH": paths, "PASSED": str(record)}
            command = ["python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "recorder", *self.project.tests]
            start = time.monotonic()
            subprocess.run(command, cwd=tree, env=env, stdout=subprocess.DEVNULL, check=False)
            self.seconds[name] = time.monotonic() - start
            ends = json.loads(record.read_text())
            self.seen = self.seen or set(ends)
            return {name for name, good in ends.items() if good}

    def modules(self, tree: Path | None = None) -> set[str]:
        """The modules below the import roots, without tests."""
        roots = tuple("" if root == "." else root for root in self.project.source.split(":"))
        files = Workspace(tree or self.root).python_files()
        found = {module_name(path, roots) for path in files if path.suffix == ".py"}
        top = {name for name in found if name.split(".")[0] in (self.project.packages or (self.name,))}
        return {name for name in top if "tests" not in name.split(".") and "conftest" not in name.split(".")}

    def unimportable(self, tree: Path, modules: set[str]) -> set[str]:
        """Those of these modules that a fresh interpreter cannot import from that tree."""
        env = self.env | {"PYTHONPATH": self.roots(tree)}
        env |= {"PYTHONPYCACHEPREFIX": str(self.root.with_name(f"{self.name}-bytecode")), "PYTHONDONTWRITEBYTECODE": ""}
        command, names = ["python", "-W", "ignore", "-c", IMPORTER], "\n".join(sorted(modules))
        answer = subprocess.run(command, cwd=tree, input=names, env=env, capture_output=True, text=True, check=True)
        return set(answer.stdout.split())


def prepare(name: str, folder: Path, references: bool) -> Run:
    """The sdist as a git repository in that folder, with its plan, and a virtual environment with what its suite needs."""
    project = (REFERENCES if references else PROJECTS)[name]
    plan = PLANS / "references" / f"{name}.toml" if references else PLANS / f"{name}.toml"
    return checkout(name, folder, project, plan.read_text())


def checkout(name: str, folder: Path, project: Project, plan: str) -> Run:
    """The sdist as a git repository in that folder, with that plan, and a virtual environment with what its suite needs."""
    key = hashlib.sha256(" ".join((*project.needs, sys.version)).encode()).hexdigest()[:8]
    home = cache_folder() / "venvs" / f"{name}-{key}"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        subprocess.run([home / "bin" / "python", "-m", "pip", "install", "--quiet", *project.needs], check=True)
        (home / "ready").touch()
    shutil.copytree(corpus(name), folder)
    (folder / "migration.toml").write_text(plan)
    shutil.copytree(PLANS / "codemods", folder / "codemods", ignore=shutil.ignore_patterns("__pycache__"))
    env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTEST_", "VIRTUAL_ENV"))}
    env |= {
        "PATH": f"{home / 'bin'}{os.pathsep}{env['PATH']}",
        "PYTHONPATH": str(HOME),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
    }
    run = Run(name, folder, project, env)
    run.git("init", "--quiet", "--initial-branch=main")
    run.git("config", "user.name", "real projects")
    run.git("config", "user.email", "real@example.org")
    run.git("add", "--all", "--force")
    run.git("commit", "--quiet", "--message", f"{name}, as released, and its plan")
    return run


def carry_out(run: Run, references: bool, suites: bool) -> None:
    """Phase 1: dry run, apply, and everything that must hold afterwards; of the second set, after each step too."""
    plan = tomllib.loads((run.root / "migration.toml").read_text())
    steps = [step["id"] for phase in plan["phase"] if phase["id"] == 1 for step in phase["step"]]
    before, base = run.suite("suite before"), run.head()
    run.ids = len(before)
    start = time.monotonic()
    dry = subprocess.run(
        [sys.executable, "-m", "migrate", "apply", "--phase", "1", "--dry-run"],
        cwd=run.root,
        env=run.env,
        capture_output=True,
        check=False,
    )
    run.seconds["dry run"] = time.monotonic() - start
    checked = subprocess.run(["git", "-C", run.root, "apply", "--check"], input=dry.stdout, check=False)
    run.check("git takes the dry run's diff", dry.returncode == 0 and checked.returncode == 0, dry.stderr.decode())
    start = time.monotonic()
    code, lines = run.migrate("apply", "--phase", "1")
    run.seconds["apply"] = time.monotonic() - start
    run.times = list(times_of(lines))
    run.check("every step of phase 1 is green", code == 0, f"exit {code}")

    commits = run.git("rev-list", "--reverse", "--first-parent", f"{base}..HEAD").decode().split()
    said = [
        run.git("log", "-1", "--format=%(trailers:key=Migrate-Step,valueonly)", c).decode().strip() for c in commits
    ]
    added = [[json.loads(line)["step"] for line in added_lines(run, commit)] for commit in commits]
    run.check("each is one commit", said == steps, f"{said} for {steps}")
    run.check("with its own ledger line", added == [[step] for step in steps], str(added))

    diff = run.git("diff", "--no-color", "--full-index", "--binary", "--no-renames", base, "HEAD", "--", ".", OURS)
    run.check("apply did what the dry run said, byte for byte", diff == dry.stdout)
    run.check("the checkout is clean", not run.git("status", "--porcelain"))
    lost = run.unimportable(run.root, run.modules())
    lost -= run.unimportable(corpus(run.name), lost)
    run.check(f"all {len(run.modules())} modules import", not lost, ", ".join(sorted(lost)))

    after = run.suite("suite after")
    moved = moved_files(run.root)
    if missing := fewer(before, after, moved):  # a port or a second too few: what fails twice is broken
        after |= run.suite("suite after")
        missing = fewer(set(missing), after, moved)
    run.check(f"the same {len(before)} ids pass, by plain pytest", not missing, ", ".join(missing[:5]))
    more = sorted(after - set().union(*(now(moved, name) for name in run.seen)))
    run.check("and no new ones", not more, ", ".join(more[:5]))

    if references:
        each_step(run, commits, before if suites else set())
    head = run.head()
    code, _ = run.migrate("apply", "--phase", "1")
    run.check(
        "applied again, nothing changes", code == 0 and run.head() == head and not run.git("status", "--porcelain")
    )


def each_step(run: Run, commits: Sequence[str], before: set[str]) -> None:
    """Each commit by itself, in a checkout of its own: every module imports, no old name is left, these ids pass."""
    tree, base = run.root.with_name(f"{run.name}-step"), corpus(run.name)
    broken = run.unimportable(base, run.modules(base))
    run.git("worktree", "add", "--quiet", "--detach", str(tree))
    steps = steps_of(run.root / LEDGER, commits)
    for count, step in enumerate(steps, 1):
        subprocess.run(["git", "-C", tree, "checkout", "--quiet", "--detach", step.commit], check=True)
        name = f"after {step.entry['step']}"
        moved = moved_files(tree)
        if before:
            if missing := fewer(before, run.suite(name, tree), moved):
                missing = fewer(set(missing), run.suite(name, tree), moved)
            run.check(f"{name}: the same {len(before)} ids pass, by plain pytest", not missing, ", ".join(missing[:5]))
        lost = run.unimportable(tree, run.modules(tree)) - {renamed(moved, module) for module in broken}
        run.check(f"{name}: every module imports", not lost, ", ".join(sorted(lost)))
        names = gone([one.entry for one in steps[:count]])
        left = old_names(tree, run.project.source.split(":"), names)
        run.check(f"{name}: none of {len(names)} old names is left", not left, "; ".join(left[:5]))
    run.git("worktree", "remove", "--force", str(tree))


def fewer(before: set[str], after: set[str], moved: dict[str, str]) -> list[str]:
    """The ids that passed and do not any more, under whatever name their file has now."""
    return sorted(name for name in before if not after.intersection(now(moved, name)))


def renamed(moved: dict[str, str], module: str) -> str:
    """What the module is called after these moves of modules and packages."""
    path = module.replace(".", "/")
    for old, new in moved.items():
        if f"{path}/".startswith(f"{old}/"):
            path = f"{new}{path.removeprefix(old)}"
    return path.replace("/", ".")


def added_lines(run: Run, commit: str) -> list[str]:
    """The lines that this commit adds to the ledger."""

    def text(at: str) -> list[str]:
        found = subprocess.run(["git", "-C", run.root, "show", f"{at}:{LEDGER}"], capture_output=True, check=False)
        return found.stdout.decode().splitlines()

    earlier, later = text(f"{commit}~"), text(commit)
    return later[len(earlier) :] if later[: len(earlier)] == earlier else ["the ledger was rewritten"]


def moved_files(tree: Path) -> dict[str, str]:
    """Old path without `.py` → new one, by the moves of modules in that tree's ledger, from any import root."""
    ledger = tree / LEDGER
    entries = [json.loads(line) for line in ledger.read_text().splitlines()] if ledger.is_file() else []
    moves = [move for entry in entries for move in entry["moves"] if move["kind"] == "module"]
    return {move["old"].replace(".", "/"): move["new"].replace(".", "/") for move in moves}


def now(moved: dict[str, str], name: str) -> set[str]:
    """What the test may be called now: only whole test files move in these plans."""
    path, _, rest = name.partition("::")
    stem, names = path.removesuffix(".py"), {name}
    for old, new in moved.items():
        if f"/{stem}".endswith(f"/{old}"):
            names.add(f"{stem.removesuffix(old)}{new}.py::{rest}")
    return names


def break_it(run: Run) -> None:
    """Phases 2 and 3: each step by itself must be answered with exit 1 and the name of what it breaks, and leave nothing."""
    for step, name in run.project.names.items():
        head, start = run.head(), time.monotonic()
        code, lines = run.migrate("apply", "--step", step)
        run.seconds[step] = time.monotonic() - start
        text = "\n".join(line for _, line in lines)
        run.check(f"step {step} is not taken: exit 1", code == 1, f"exit {code}")
        run.check(f"step {step} names `{name}`", name in text)
        kept = run.head() == head and not run.git("status", "--porcelain")
        run.check(f"step {step} leaves nothing", kept and len(run.git("worktree", "list").splitlines()) == 1)


def times_of(lines: Sequence[tuple[float, str]]) -> list[Times]:
    """The parts of each step, by the lines that they begin with."""
    found: list[Times] = []
    phase, since = "", 0.0
    for at, line in lines:
        head = line.split(":")[0]
        if found and phase:
            setattr(found[-1], phase, getattr(found[-1], phase) + at - since)
        since = at
        if line[:1].isdigit() and line[1:2] == "." and "  " in line:
            found.append(Times(line.split()[0]))
            phase = "codemod"
        elif line.startswith("taking the baseline"):
            phase = "baseline"
        elif head == "parse":
            phase = "gate"
        elif line.startswith("tests: green"):
            found[-1].tests = line.removeprefix("tests: green, ")
        elif line[:1] in "✓✗":
            phase = ""
    return found


def table(runs: Sequence[Run]) -> str:
    """What docs/real-projects.md shows."""
    rows = [
        "| project | modules | ids | promises kept | suite alone | baseline | dry run | apply | steps that must not land | whole run |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        s, total = run.seconds, len(run.checked) + len(run.wrong)
        bad = " + ".join(f"{s[step]:.0f}" for step in run.project.names if step in s) or "0"
        rows.append(
            f"| {run.name} | {len(run.modules())} | {run.ids} | {len(run.checked)} of {total} | {s['suite before']:.1f} s "
            f"| {sum(one.baseline for one in run.times):.1f} s | {s['dry run']:.1f} s | {s['apply']:.1f} s | {bad} s | {s['whole']:.0f} s |"
        )
    rows += [
        "",
        "| project | step | codemod | files | codemod alone | gate | what the tests said |",
        "|---|---|---|---:|---:|---:|---|",
    ]
    for run in runs:
        lines = (run.root / LEDGER).read_text().splitlines()
        entries = {entry["step"]: entry for entry in map(json.loads, lines)}
        plan = tomllib.loads((run.root / "migration.toml").read_text())
        titles = {step["id"]: step["title"] for phase in plan["phase"] for step in phase["step"]}
        for t in run.times:
            entry = entries.get(t.step, {"codemod": "", "files": {}})
            rows.append(
                f"| {run.name} | {t.step} {titles[t.step]} | {entry['codemod']} | {len(entry['files'])} "
                f"| {t.codemod:.1f} s | {t.gate:.1f} s | {t.tests} |"
            )
    return "\n".join(rows)


def main() -> int:
    """Migrate the named projects; 1 where a promise is broken."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "projects", nargs="*", metavar="NAME", help=f"of {', '.join(PROJECTS)}; all where none is named"
    )
    options.add_argument(
        "--references", action="store_true", help="the second set of plans, each step checked by itself"
    )
    options.add_argument(
        "--suites", action="store_true", help="of these, run the whole suite by plain pytest on each step"
    )
    options.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave the migrated repositories below this new folder"
    )
    asked = options.parse_args()
    known = REFERENCES if asked.references else PROJECTS
    if unknown := set(asked.projects) - set(known):
        options.error(f"no project is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep.absolute() if asked.keep else Path(scratch)
        folder.mkdir(parents=True, exist_ok=not asked.keep)
        for name in asked.projects or known:
            print(f"{name}", flush=True)
            run = prepare(name, folder / name, asked.references)
            start = time.monotonic()
            carry_out(run, asked.references, asked.suites)
            break_it(run)
            run.seconds["whole"] = time.monotonic() - start
            runs.append(run)
        print(f"\n{table(runs)}")
    for run in runs:
        for what in run.wrong:
            print(f"{run.name}: WRONG: {what}")
    return 1 if any(run.wrong for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
