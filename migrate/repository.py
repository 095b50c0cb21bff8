"""The git repository that holds the target: its state, its trees, its diffs, and the few commands that move it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from migrate.errors import MigrateError
from migrate.ledger import FOLDER
from migrate.model import Change

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # a missing git is told by us, not by a traceback at import
import git

UNDER_WAY = {
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase or `git am`",
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "BISECT_LOG": "a bisection",
}
# The same diff on every machine: a user's own settings for diffs and quoting must not reach it.
PLAIN = (
    "-c", "core.quotePath=true", "-c", "core.safecrlf=false", "-c", "diff.algorithm=myers", "-c", "diff.suppressBlankEmpty=false",
    "-c", "diff.context=3", "-c", "diff.interHunkContext=0", "-c", "diff.indentHeuristic=true", "-c", f"diff.orderFile={os.devnull}",
)  # fmt: skip
DIFF = ("--no-color", "--no-ext-diff", "--no-textconv", "--binary", "--full-index", "--src-prefix=a/", "--dst-prefix=b/")  # fmt: skip


class GitError(MigrateError):
    """A git command that failed, with what git said."""


@dataclass(frozen=True)
class Repository:
    """One checkout (the user's, or a linked worktree) of the repository that the project lies in.

    `top` is the checkout's top folder and `prefix` the project's root below it.
    """

    top: Path
    prefix: PurePosixPath

    @classmethod
    def of(cls, root: Path) -> Repository:
        """The repository around this project root. Raises MigrateError where there is none, or no git."""
        try:
            repo = git.Repo(root, search_parent_directories=True)
        except git.exc.InvalidGitRepositoryError as error:
            raise MigrateError(
                f"{root} is not in a git repository", "git init && git add -A && git commit -m 'Before the migration'"
            ) from error
        except git.exc.GitError as error:
            raise MigrateError(
                f"git cannot open {root}: {error}", "is git installed, and the repository readable?"
            ) from error
        if repo.bare or repo.working_tree_dir is None:
            raise MigrateError(f"{repo.git_dir} is a bare repository", "clone it, and run migrate in the clone")
        top = Path(repo.working_tree_dir).resolve()
        return cls(top, PurePosixPath(root.resolve().relative_to(top).as_posix()))

    @property
    def root(self) -> Path:
        """The project's root on the disk."""
        return self.top / self.prefix

    def git(self, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """What `git WORDS` prints. Raises GitError with what it said. A Ctrl-C at the terminal does not reach it."""
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            try:
                code, out, err = git.Git(str(self.top)).execute(
                    ["git", *words],
                    istream=given,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    env={"GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "0", **(env or {})},
                    start_new_session=True,
                )
            except git.exc.GitCommandNotFound as error:
                raise MigrateError(
                    "git is not installed, or not on the PATH", "install git, then run the same command again"
                ) from error
        if code:
            said = (err if isinstance(err, str) else err.decode(errors="replace")).strip()
            verb = next(word for word in words if not word.startswith("-") and "=" not in word)
            raise GitError(f"git {verb} failed: {said or f'exit code {code}'}", f"try it by hand in {self.top}")
        return out if isinstance(out, bytes) else out.encode()

    def text(self, *words: str) -> str:
        """What `git WORDS` prints, as one stripped line of text."""
        return self.git(*words).decode(errors="surrogateescape").strip()

    def says(self, *words: str) -> str:
        """The same, empty where git fails."""
        try:
            return self.text(*words)
        except GitError:
            return ""

    @cached_property
    def git_dir(self) -> Path:
        """This checkout's own git folder (of a linked worktree: the one below `worktrees/`)."""
        return Path(os.path.join(self.top, self.text("rev-parse", "--git-dir")))  # noqa: PTH118 - join keeps an absolute second part

    @cached_property
    def room(self) -> Path:
        """The folder in the shared git directory where the lock, the intent and the linked worktrees live."""
        return Path(os.path.join(self.top, self.text("rev-parse", "--git-common-dir"))).resolve() / "migrate"  # noqa: PTH118

    def head(self) -> str:
        """The commit that is checked out; empty on a branch without commits."""
        return self.says("rev-parse", "--verify", "-q", "HEAD^{commit}")

    def branch(self) -> str:
        """The full name of the branch that is checked out; empty when HEAD is detached."""
        return self.says("symbolic-ref", "-q", "HEAD")

    def require_ready(self) -> None:
        """Raise MigrateError unless a step may start: on a branch with a commit, nothing under way, nothing uncommitted."""
        branch = self.branch()
        for name, what in UNDER_WAY.items():
            if (self.git_dir / name).exists():
                raise MigrateError(
                    f"{what} is under way in {self.top}",
                    "finish it (git status says how), then run the same command again",
                )
        if not branch:
            raise MigrateError("HEAD is detached: a step's commit would be on no branch", "git switch -c migration")
        if not self.head():
            raise MigrateError("the branch has no commit yet", "git add -A && git commit -m 'Before the migration'")
        if dirty := self.dirty():
            shown = ", ".join(dirty[:5]) + (f" and {len(dirty) - 5} more" if len(dirty) > 5 else "")
            raise MigrateError(
                f"the tree has uncommitted changes: {shown}", "git stash --include-untracked, or commit them"
            )

    def dirty(self) -> list[str]:
        """Tracked files that differ from HEAD, and untracked ones below the project's root that git does not ignore."""
        tracked = self.git(
            "status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=dirty", "--no-renames"
        )
        untracked = self.git("ls-files", "-z", "--others", "--exclude-standard", "--", str(self.prefix))
        names = [os.fsdecode(item[3:]) for item in tracked.split(b"\0") if item]
        return names + [os.fsdecode(item) for item in untracked.split(b"\0") if item]

    def digest(self, commit: str = "") -> str:
        """A digest of the project's files in this commit (without one: in the index), `.migrate/` left out."""
        where = str(self.prefix)
        if commit:
            listed = self.git("ls-tree", "-r", "-z", "--full-tree", commit, *([] if where == "." else [f"{where}/"]))
        else:
            listed = self.git("ls-files", "-s", "-z", "--", where)
        total = hashlib.sha256()
        skip = os.fsencode(f"{'' if where == '.' else f'{where}/'}{FOLDER}/")
        strip = 0 if where == "." else len(os.fsencode(where)) + 1
        for item in listed.split(b"\0"):
            if item:
                facts, _, path = item.partition(b"\t")
                mode, *_, last = facts.split(b" ")
                blob = last if commit else facts.split(b" ")[1]
                if not path.startswith(skip):
                    total.update(b"%s %s %s\0" % (mode, blob, path[strip:]))
        return total.hexdigest()

    def in_tree(self, path: PurePosixPath) -> str:
        """A project path as git names it, from the top of the checkout."""
        return str(self.prefix / path)

    def stage(self, paths: Iterable[PurePosixPath]) -> None:
        """Take these files into the index as they are on the disk; files that are gone leave it. Ignored files too."""
        names = b"".join(os.fsencode(self.in_tree(path)) + b"\0" for path in paths)
        self.git("update-index", "--add", "--remove", "-z", "--stdin", stdin=names)

    def staged_diff(self, *, reverse: bool = False) -> bytes:
        """The diff of the project's staged files against HEAD, without `.migrate/`, as `git apply` takes it."""
        return self.git(
            *PLAIN, "diff", "--cached", *(["-R"] if reverse else []), *DIFF, "--no-renames", "--", *self._not_ours()
        )

    def staged_numbers(self) -> dict[str, tuple[int, int]]:
        """Project path → lines added and removed by what is staged, without `.migrate/`; (-1, -1) for a binary file."""
        numbers: dict[str, tuple[int, int]] = {}
        listed = self.git(
            *PLAIN, "diff", "--cached", "--numstat", "-z", "--no-renames", "--no-ext-diff", "--", *self._not_ours()
        )
        for item in listed.split(b"\0"):
            if item:
                added, removed, name = item.split(b"\t", 2)
                path = PurePosixPath(os.fsdecode(name)).relative_to(self.prefix)
                numbers[str(path)] = (-1, -1) if added == b"-" else (int(added), int(removed))
        return dict(sorted(numbers.items()))

    def staged_changes(self) -> tuple[Change, ...]:
        """What is staged in the project against HEAD, as changes."""
        fields = self.git(
            *PLAIN, "diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--", *self._not_ours()
        ).split(b"\0")
        changes = []
        for facts, name in zip(fields[0::2], fields[1::2], strict=False):
            if facts:
                old_mode, new_mode, old, new, _ = facts.decode().lstrip(":").split()
                texts = [None if set(blob) == {"0"} else self.git("cat-file", "blob", blob) for blob in (old, new)]
                path = PurePosixPath(os.fsdecode(name)).relative_to(self.prefix)
                modes = [int(mode, 8) or 0o100644 for mode in (old_mode, new_mode)]
                changes.append(Change(path, texts[0], texts[1], modes[0], modes[1]))
        return tuple(changes)

    def tracks(self, path: PurePosixPath) -> bool:
        """Whether this project file is in the index."""
        return bool(self.git("ls-files", "-z", "--", self.in_tree(path)))

    def diff(self, before: str, after: str) -> bytes:
        """The same between two commits or trees."""
        return self.git(*PLAIN, "diff", *DIFF, "--no-renames", before, after, "--", *self._not_ours())

    def _not_ours(self) -> tuple[str, ...]:
        return (str(self.prefix), f":(exclude){self.in_tree(PurePosixPath(FOLDER))}")

    def diff_of(self, changes: Iterable[Change]) -> bytes:
        """The diff of these changes as git itself would write it. The repository's objects and index stay as they are."""
        changes = sorted(changes, key=lambda change: change.path)
        self.room.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="dry-", dir=self.room) as name:
            scratch = Path(name)
            (scratch / "objects").mkdir()
            env = {
                "GIT_OBJECT_DIRECTORY": str(scratch / "objects"),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(self.room.parent / "objects"),
            }
            trees = []
            for side in ("before", "after"):
                texts = [(change.path, getattr(change, side), getattr(change, f"{side}_mode")) for change in changes]
                trees.append(self._tree(scratch / side, texts, env))
            return self.git(*PLAIN, "diff", *DIFF, "--no-renames", *trees, env=env)

    def _tree(self, scratch: Path, texts: list[tuple[PurePosixPath, bytes | None, int]], env: Mapping[str, str]) -> str:
        scratch.mkdir()
        there = [(path, text, mode) for path, text, mode in texts if text is not None]
        for number, (_, text, _) in enumerate(there):
            (scratch / str(number)).write_bytes(text or b"")
        names = b"".join(os.fsencode(scratch / str(number)) + b"\n" for number in range(len(there)))
        blobs = (
            self.git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=names, env=env).split()
            if there
            else []
        )
        lines = b"".join(
            b"%o %s\t%s\0" % (mode, blob, os.fsencode(self.in_tree(path)))
            for (path, _, mode), blob in zip(there, blobs, strict=True)
        )
        index = {**env, "GIT_INDEX_FILE": str(scratch / "index")}
        self.git("update-index", "--add", "-z", "--index-info", stdin=lines, env=index)
        return self.git("write-tree", env=index).decode().strip()

    def commits(self) -> dict[str, tuple[str, str, str]]:
        """Step id → (commit, ISO date, subject) of the newest commit on this branch that carries the step's trailer."""
        trailers = "%(trailers:key=Migrate-Step,valueonly,separator=%x2C)%x1f%(trailers:key=Migrate-Undo,valueonly)"
        # No field at an end can be empty: to `strip`, the separators are blanks.
        pattern = f"%H%x1f%s%x1f{trailers}%x1f%cI%x1e"
        found: dict[str, tuple[str, str, str]] = {}
        for record in self.says("log", "--grep=^Migrate-Step: ", f"--format={pattern}").split("\x1e"):
            parts = record.strip().split("\x1f")
            if len(parts) == 5 and not parts[3].strip():
                found.setdefault(parts[2].strip(), (parts[0], parts[4], parts[1]))
        return found
