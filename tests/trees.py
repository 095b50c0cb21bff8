"""Small real projects for the tests: a git repository in tmp_path, its plan, and `migrate` run on it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Tree:
    """A project on the disk."""

    root: Path

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write these files; text as UTF-8 with its line ends as they are."""
        for name, text in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, name: str) -> str:
        """One file's text."""
        return (self.root / name).read_bytes().decode()

    def git(self, *words: str) -> str:
        """What git says in the project, stripped."""
        return subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, message: str = "Change by hand") -> str:
        """Commit all there is, and say which commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD")

    def migrate(self, *words: str) -> Answer:
        """Run the command line in this process: quick, and the same code that the script runs."""
        from migrate.cli import cli
        from migrate.errors import MigrateError

        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(self.root):
            try:
                code = cli.main(list(words), prog_name="migrate", standalone_mode=False)
            except MigrateError as error:
                print(error, file=err)
                code = 2
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return Answer(code if isinstance(code, int) else 0, *texts)

    def spawn(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m migrate` as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "migrate", *words],
            cwd=self.root, capture_output=True, text=True, check=False, env={**os.environ, **env}, timeout=120,
        )  # fmt: skip

    def files(self) -> dict[str, bytes]:
        """Every file that git tracks or sees, with its bytes."""
        names = self.git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
        return {name: (self.root / name).read_bytes() for name in names if (self.root / name).is_file()}


def make_tree(root: Path, files: dict[str, str | bytes]) -> Tree:
    """A git repository with these files committed on the branch `main`."""
    root.mkdir(parents=True, exist_ok=True)
    tree = Tree(root)
    tree.git("init", "-q", "-b", "main")
    for key, value in (
        ("user.name", "A Tester"),
        ("user.email", "tester@example.org"),
        ("gc.auto", "0"),
        ("commit.gpgsign", "false"),
    ):
        tree.git("config", key, value)
    tree.write(files)
    tree.commit("Before the migration")
    return tree
