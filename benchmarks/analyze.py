"""How long `migrate analyze` takes, beside other programs and beside the least that any of them must do.

    python benchmarks/analyze.py [--corpus django] [--runs 5] [--quick] [--tool jscpd5=/path/to/jscpd …]

Prints a Markdown table. What counts are the ratios: all that is compared is run in turns, in one go, on one machine, and
of each the best run is taken. Programs that are not installed are said to be missing.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpora import PINNED, corpus

from migrate.analysis.workers import cores

STATEMENTS = "excepts,stubs,god-classes,leftovers,legacy-imports,duplicate-lines"
"""The analyzers for which a walk over statements suffices, and line clones."""
TOOLS = {
    "jscpd4": "npm install jscpd@4",
    "jscpd5": "npm install jscpd@5",
    "pylint": "pip install pylint",
    "lizard": "pip install lizard",
    "flake8": "pip install flake8",
    "ruff": "pip install ruff",
}


@dataclass
class Row:
    """One line of the table: what is run, and what its time is divided by."""

    title: str
    run: Callable[[], object] | Sequence[str]
    against: str = ""
    target: str = ""
    slow: bool = False
    before: Callable[[], object] | None = None
    memory: bool = False
    times: list[float] = field(default_factory=list)
    peak: float = 0.0

    @property
    def best(self) -> float:
        return min(self.times)


def parse_all(files: Sequence[Path]) -> None:
    """`ast.parse` of every file on all cores, without garbage collection: the least that a parsing tool must do."""
    children = []
    for number in range(cores()):
        if not (child := os.fork()):
            gc.disable()
            for file in files[number :: cores()]:
                try:
                    ast.parse(file.read_bytes())
                except (SyntaxError, ValueError):
                    continue
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def timed(row: Row) -> None:
    """One more run of this row."""
    if row.before:
        row.before()
    if callable(row.run):
        start = time.perf_counter()
        row.run()
        row.times.append(time.perf_counter() - start)
        return
    start = time.perf_counter()
    answer = subprocess.run(row.run, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    row.times.append(time.perf_counter() - start)
    ours = "migrate" in row.run
    if answer.returncode < 0 or (ours and answer.returncode):
        sys.exit(f"{' '.join(row.run)} failed:\n{answer.stderr.decode(errors='replace')}")


def peak_of(command: Sequence[str]) -> float:
    """The largest sum, in megabytes, of the proportional set sizes (PSS) of the command and all its descendants."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.is_set():
            peak = max(peak, sum(map(_pss, _family(process.pid))))
            done.wait(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    return peak / 1024


def _family(process: int) -> list[int]:
    family = [process]
    for member in family:
        try:
            family += map(int, Path(f"/proc/{member}/task/{member}/children").read_text().split())
        except OSError:
            continue
    return family


def _pss(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def rows(tree: Path, scratch: Path, tools: dict[str, str]) -> list[Row]:
    """Everything that is measured, in order."""
    files = sorted(tree.rglob("*.py"), key=lambda file: -file.stat().st_size)
    migrate = [sys.executable, "-m", "migrate", "-C"]
    quiet = ["--format", "json", "--fail-on", "never", "-o", os.devnull]
    os.environ["MIGRATE_CACHE"] = str(scratch / "cache")

    def analyze(*select: str, where: Path = tree, cache: bool = False) -> list[str]:
        chosen = [word for name in select for word in ("--select", name)]
        return [*migrate, str(where), "analyze", *quiet, *chosen, *([] if cache else ["--no-cache"])]

    eight = scratch / "eight"
    for number in range(8):
        shutil.copytree(tree, eight / f"copy{number}", symlinks=True)
    changing = scratch / "changing"
    shutil.copytree(tree, changing, symlinks=True)
    changed = max(changing.rglob("*.py"), key=lambda file: file.stat().st_size)
    tiny = scratch / "tiny"
    tiny.mkdir()
    (tiny / "a.py").write_text("x = 1\n")

    floor, lines, tokens, excepts = "`ast.parse`, all cores", "line clones", "duplicates", "excepts"
    start = "start-up (a tree of one file, nothing changed)"
    table = [
        Row(floor, lambda: parse_all(files)),
        Row(start, again := analyze(where=tiny, cache=True), before=lambda: quietly(again)),
        Row("statement-level analyzers and line clones, cold", analyze(STATEMENTS), floor, "1.6", memory=True),
        Row("all analyzers, cold", analyze(), floor, "2.5", memory=True),
        Row("all analyzers, cold, filling the cache", analyze(cache=True), floor, before=lambda: forget(scratch)),
        Row("all analyzers, nothing changed", analyze(cache=True), f"− {start}", "0.15 s"),
        Row(
            "all analyzers, one file changed",
            warm := analyze(where=changing, cache=True),
            f"− {start}",
            "0.25 s",
            before=lambda: (quietly(warm), touch(changed)),  # the row above this one has emptied the cache
        ),
        Row(f"`--select duplicate-lines` ({lines})", analyze("duplicate-lines"), "jscpd5", "0.6", memory=True),
        Row(f"`--select {tokens}`", analyze("duplicates"), "jscpd5", "1.3", memory=True),
        Row(
            "the same on 8 copies of the tree",
            analyze("duplicates", where=eight),
            f"`--select {tokens}`",
            "8.5",
            slow=True,
        ),
        Row(f"`--select {excepts}`", analyze("excepts"), "ruff", "2.5"),
    ]
    python = ["--recursive=y", "--disable=all"]
    ruff = ["check", "--isolated", "--no-cache", "--exit-zero", "--quiet", "--select", "E722,BLE001,S110,S112,TRY"]
    copies, handlers = f"`--select {tokens}`", f"`--select {excepts}`"
    others = [
        ("jscpd5", "jscpd5", ["--format", "python", "--silent"], "", ""),
        ("jscpd4", "jscpd4", ["--format", "python", "--silent"], copies, "≥ 20"),
        ("pylint", "pylint duplicate-code", [*python, "--enable=duplicate-code"], copies, "≥ 20"),
        ("lizard", "lizard -Eduplicate", ["-Eduplicate", "-l", "python"], copies, "≥ 20"),
        ("ruff", "ruff", ruff, "", ""),
        ("pylint", "pylint excepts", ["-j", "0", *python, "--enable=W0702,W0718,W0706"], handlers, "≥ 50"),
        ("flake8", "flake8 E722", ["--select", "E722"], handlers, "≥ 50"),
    ]
    for tool, title, words, against, target in others:
        if tool in tools:
            slow = tool not in ("jscpd5", "ruff")
            table.append(Row(title, [tools[tool], *words, str(tree)], against, target, slow=slow))
    return table


def quietly(command: Sequence[str]) -> None:
    """Run it once, so that the cache knows all about it."""
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def forget(scratch: Path) -> None:
    """Empty the cache."""
    shutil.rmtree(scratch / "cache", ignore_errors=True)


def touch(file: Path) -> None:
    """Change a file a little, so that it is another one than in any run before."""
    with file.open("a") as end:
        end.write(f"\nCHANGED = {time.time_ns()}\n")


def show(table: Sequence[Row], missing: Sequence[str]) -> None:
    """The Markdown table."""
    by_title = {row.title: row for row in table}
    print("| what | best of | seconds | beside | ratio | wanted | memory (PSS) |")
    print("|---|--:|--:|---|--:|--:|--:|")
    for row in table:
        ratio = "missing" if row.against else ""
        if row.against.startswith("− "):
            ratio = f"+ {row.best - by_title[row.against[2:]].best:.2f} s"
        elif row.against in by_title:
            ratio = f"{row.best / by_title[row.against].best:.2f}"
        wanted = f"≤ {row.target}" if row.target and not row.target.startswith("≥") else row.target
        memory = f"{row.peak:.0f} MB" if row.peak else ""
        print(f"| {row.title} | {len(row.times)} | {row.best:.2f} | {row.against} | {ratio} | {wanted} | {memory} |")
    for tool in missing:
        print(f"\n{tool} is not installed (`{TOOLS[tool]}`): its rows are missing.")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", choices=sorted(PINNED), default="django")
    options.add_argument("--tree", type=Path, help="a folder of your own in place of a corpus")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--quick", action="store_true", help="leave out what takes long")
    options.add_argument(
        "--tool", action="append", default=[], metavar="NAME=PATH", help=f"where one of {', '.join(TOOLS)} is"
    )
    chosen = options.parse_args()
    given = dict(word.split("=", 1) for word in chosen.tool)
    found = {tool: path for tool in TOOLS if (path := given.get(tool) or shutil.which(tool))}
    tree = chosen.tree or corpus(chosen.corpus)
    files = list(tree.rglob("*.py"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files):,} files, {size:.1f} MB of Python, {cores()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory() as scratch:
        table = [row for row in rows(tree, Path(scratch), found) if not (chosen.quick and row.slow)]
        for turn in range(chosen.runs):
            for row in table:
                if turn == 0 or not row.slow:
                    timed(row)
        for row in table:
            if (row.memory or row.title == "jscpd5") and not callable(row.run):
                row.peak = peak_of(row.run)
    show(table, [tool for tool in TOOLS if tool not in found])


if __name__ == "__main__":
    main()
