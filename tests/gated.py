"""A small real project for the gate's tests: on the disk, in git, with its own pytest suite and a way to change it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from migrate.gate import Baseline, Judged, judge, take_baseline
from migrate.model import Change, Move, Redefinition, Removal, Verdict
from migrate.plan import GateTable
from migrate.workspace import Layout

RUN = f"{sys.executable} -m pytest -q"

Files = Mapping[str, str | None]


@dataclass
class Project:
    """A project at `root`, its gate and how its baseline was."""

    root: Path
    gate: GateTable = field(default_factory=lambda: GateTable(run=RUN, timeout="60s"))
    layout: Layout = field(default_factory=lambda: Layout(source=("src",)))
    baseline: Baseline = field(default_factory=Baseline)
    said: list[str] = field(default_factory=list)

    @classmethod
    def make(cls, root: Path, files: Files, *, baseline: bool = True, **given: object) -> Project:
        """A new project of these files, committed, with its baseline taken."""
        root.mkdir(parents=True, exist_ok=True)
        project = cls(root, **given)  # type: ignore[arg-type]
        project.write(files)
        project.git("init", "-q", "-b", "main")
        project.git("add", "-A")
        project.git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "start")
        if baseline:
            project.take()
        return project

    def copy(self, root: Path) -> Project:
        """The same project elsewhere, with the same baseline."""
        shutil.copytree(self.root, root, symlinks=True)
        return Project(root, self.gate, self.layout, self.baseline)

    def take(self) -> Baseline:
        """Take the baseline, as JSON and back: a baseline is what its file says."""
        taken = take_baseline(self.gate, self.root, self.layout, self.runs(), self.said.append)
        self.baseline = Baseline.from_json(taken.to_json())
        return self.baseline

    def runs(self) -> Path:
        folder = self.root.parent / f"{self.root.name}-runs"
        folder.mkdir(exist_ok=True)
        return folder

    def git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True, text=True).stdout

    def write(self, files: Files) -> tuple[Change, ...]:
        """Write these files (None: delete), and say which changes that made."""
        changes = []
        for name, text in files.items():
            path = self.root / name
            before = path.read_bytes() if path.exists() else None
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
            changes.append(Change(PurePosixPath(name), before, None if text is None else path.read_bytes()))
        return tuple(changes)

    def step(
        self,
        files: Files,
        *,
        moves: Sequence[Move] = (),
        removals: Sequence[Removal] = (),
        checks: Sequence[str] | None = None,
        full: bool = False,
        before: Callable[[], Path] | None = None,
        redefinitions: Sequence[Redefinition] = (),
    ) -> dict[str, Verdict]:
        """Change these files and judge the tree."""
        return self.judge(self.write(files), moves, removals, checks, full, before, redefinitions)

    def judge(
        self,
        changes: tuple[Change, ...] = (),
        moves: Sequence[Move] = (),
        removals: Sequence[Removal] = (),
        checks: Sequence[str] | None = None,
        full: bool = True,
        before: Callable[[], Path] | None = None,
        redefinitions: Sequence[Redefinition] = (),
    ) -> dict[str, Verdict]:
        """Judge the tree as it is: check → verdict."""
        judged = Judged(
            self.root,
            before,
            self.layout,
            changes,
            tuple(moves),
            tuple(removals),
            full,
            self.runs(),
            tuple(redefinitions),
            tuple(moves),
        )
        verdicts = judge(self.gate, checks or self.gate.checks, self.baseline, judged, self.said.append)
        return {verdict.check: verdict for verdict in verdicts}

    def pytest(self) -> int:
        """What plain pytest says: its exit code."""
        env = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        return subprocess.run(command, cwd=self.root, env=env, capture_output=True, check=False).returncode

    def dirty(self) -> str:
        """What git sees that is not committed."""
        return self.git("status", "--porcelain", "--ignored")


def red(verdicts: Mapping[str, Verdict]) -> dict[str, str]:
    """The red verdicts: check → everything that they say."""
    return {name: "\n".join([v.summary, *v.evidence]) for name, v in verdicts.items() if not v.ok}
