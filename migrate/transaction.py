"""The transaction around a step: lock, linked worktree, intent record, commit, and the way back from a kill at any point.

The walk of a step, and what the next run does after a kill there:

    intent "step"      the linked worktree is written and judged, and holds the commit   → dropped: nothing had reached the branch
    intent "advance"   files, index and branch of the user's checkout go to the commit   → finished: the commit is whole
    intent "in-place"  (`where = "in-place"`) the checkout itself is written and judged  → undone, or kept where the commit exists

The intent lies in the git directory and is replaced by a rename, so that it is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from types import FrameType, TracebackType
from typing import Literal, Self

from migrate.errors import MigrateError
from migrate.model import Change
from migrate.repository import GitError, Repository
from migrate.workspace import check_inside

NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
"""For the worktrees that only we see. The commit itself runs the user's hooks."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be done, written before it is begun."""

    stage: Literal["step", "advance", "in-place"]
    step: str
    branch: str
    base: str
    commit: str = ""
    paths: tuple[str, ...] = field(default=())


@dataclass
class Transaction:
    """Holds the repository's lock from entry to exit; steps are carried out one after another in `tree`.

    Entering finishes or undoes what a killed run left (`recovered` says which), refuses a repository that is not ready,
    and makes the linked worktree. Leaving, by whatever way, drops the worktree and the lock.
    """

    checkout: Repository
    where: Literal["worktree", "in-place"] = "worktree"

    def __post_init__(self) -> None:
        self.recovered = ""
        self.tree = self.checkout
        self._before: Repository | None = None
        self._base = ""
        self._lock: int | None = None

    def __enter__(self) -> Self:
        room = self.checkout.room
        room.mkdir(parents=True, exist_ok=True)
        self._lock = take_lock(room / "lock")
        try:
            self.recovered = recover(self.checkout)
            sweep(self.checkout)
            self.checkout.require_ready()
            self._base = self.checkout.head()
            if self.where == "worktree":
                self.tree = self._worktree("tree")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.where == "in-place" and (intent := read_intent(self.checkout)) and intent.stage == "in-place":
                settle_in_place(self.checkout, intent)
            sweep(self.checkout)
            if (intent := read_intent(self.checkout)) and intent.stage == "step":
                drop_intent(self.checkout)
        finally:
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def _worktree(self, name: str) -> Repository:
        # A fresh name a run: an orphan of a killed run that still writes into its own tree must not meet ours.
        folder = self.checkout.room / f"{name}-{os.getpid()}"
        self.checkout.git(*NO_HOOKS, "worktree", "add", "--quiet", "--detach", "--force", str(folder), self._base)
        return Repository(folder, self.checkout.prefix)

    def scratch(self) -> Repository:
        """A second worktree that stands where this step began; made when first asked for, reset whenever asked."""
        if self._before is None:
            self._before = self._worktree("before")
        self._before.git(*NO_HOOKS, "reset", "--quiet", "--hard", self._base)
        self._before.git("clean", "-ffdq")
        return self._before

    def before(self) -> Path:
        """The project's root as it was before this step, in a worktree of its own."""
        return self.scratch().root

    def begin(self, step: str, changes: Iterable[Change], also: Iterable[PurePosixPath]) -> None:
        """Write and stage these changes in the tree; `also` are files that the step will write later."""
        changes = tuple(changes)
        for change in changes:
            check_inside(change.path)
        paths = tuple(sorted({str(change.path) for change in changes} | {str(path) for path in also}))
        if self.where == "in-place":
            self.checkout.require_ready()
            write_intent(self.checkout, Intent("in-place", step, self.checkout.branch(), self._base, paths=paths))
        else:
            write_intent(self.checkout, Intent("step", step, self.checkout.branch(), self._base))
            self.tree.git(*NO_HOOKS, "reset", "--quiet", "--hard", self._base)
            self.tree.git("clean", "-ffdq")
        for change in changes:
            write_file(self.tree.root, change.path, change.after, change.after_mode)
        self.tree.stage(change.path for change in changes)

    def rollback(self) -> None:
        """Take back what `begin` wrote: nothing of the step stays."""
        if self.where == "in-place":
            if intent := read_intent(self.checkout):
                settle_in_place(self.checkout, intent)
        else:
            self.tree.git(*NO_HOOKS, "reset", "--quiet", "--hard", self._base)
            self.tree.git("clean", "-ffdq")
            drop_intent(self.checkout)

    def commit(self, step: str, message: str) -> str:
        """Commit what is staged and bring the user's branch and checkout to it. Returns the commit.

        Raises MigrateError where a commit hook refuses or changes the files, or where the checkout was changed meanwhile;
        the caller rolls back.
        """
        staged = self.tree.text("write-tree")
        self.tree.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F", "-", stdin=message.encode())
        commit = self.tree.head()
        if self.tree.text("rev-parse", f"{commit}^{{tree}}") != staged:
            raise MigrateError(
                "a commit hook changed the files that were judged",
                "git config core.hooksPath, or run the hook's formatter first",
            )
        if self.where == "worktree":
            intent = Intent("advance", step, self.checkout.branch(), self._base, commit)
            with uninterrupted():
                advance(self.checkout, intent)
        else:
            drop_intent(self.checkout)
        self._base = commit
        return commit


def take_lock(file: Path) -> int:
    """The lock's file descriptor. It goes with the process, however that ends. Raises MigrateError while another holds it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(descriptor, 20).decode(errors="replace").strip()
        os.close(descriptor)
        raise MigrateError(
            f"another migrate is at work in this repository (process {holder or 'unknown'})", "wait until it is done"
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def read_intent(checkout: Repository) -> Intent | None:
    """What a run had begun, if it is not settled."""
    file = checkout.room / "intent.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return Intent(**{**data, "paths": tuple(data["paths"])})


def write_intent(checkout: Repository, intent: Intent) -> None:
    """Replace the intent record, and see to it that it is on the disk before anything else is."""
    fresh = checkout.room / "intent.json.new"
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(asdict(intent), out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(checkout.room / "intent.json")


def drop_intent(checkout: Repository) -> None:
    """Nothing is under way any more."""
    (checkout.room / "intent.json").unlink(missing_ok=True)


def recover(checkout: Repository) -> str:
    """Finish or undo what a killed run had begun, and say which in a sentence; empty where nothing was."""
    intent = read_intent(checkout)
    if intent is None:
        return ""
    if intent.stage == "advance":
        with uninterrupted():
            advance(checkout, intent, again=True)
        return f"an earlier run was stopped while step {intent.step} reached your branch: finished it"
    if intent.stage == "in-place":
        kept = settle_in_place(checkout, intent)
        return f"an earlier run was stopped in step {intent.step}: " + (
            "its commit stands" if kept else "undid what it had written"
        )
    drop_intent(checkout)
    return f"an earlier run was stopped in step {intent.step}: nothing of it had reached your branch"


def sweep(checkout: Repository) -> None:
    """Drop the linked worktrees that runs made, this one's and those of killed ones."""
    found = False
    for pattern in ("tree-*", "before-*", "dry-*"):
        for folder in checkout.room.glob(pattern):
            found = True
            shutil.rmtree(folder, ignore_errors=True)
    if found or (checkout.room.parent / "worktrees").is_dir():
        with contextlib.suppress(GitError):
            checkout.git("worktree", "prune")


def advance(checkout: Repository, intent: Intent, *, again: bool = False) -> None:
    """Bring the user's files, index and branch from `base` to `commit`. `again`: a killed run may have done any part of it.

    Raises MigrateError, and leaves the checkout alone, where the user changed it meanwhile.
    """
    head = checkout.head()
    if checkout.branch() != intent.branch or head not in (intent.base, intent.commit):
        if again:
            drop_intent(checkout)
            raise MigrateError(
                f"step {intent.step} was stopped on its way to {intent.branch}, which has moved since",
                f"its commit is {intent.commit[:12]}: `git status`, then git cherry-pick it or run migrate apply again",
            )
        raise MigrateError(f"{intent.branch} moved while step {intent.step} was judged", "run the same command again")
    if again:
        _remove_stale_index_lock(checkout)
        _finish_files(checkout, intent)
    else:
        checkout.says("update-index", "-q", "--refresh")  # a file that was only touched is not a changed one
        write_intent(checkout, intent)
        try:
            checkout.git("read-tree", "-m", "-u", intent.base, intent.commit)
        except GitError as error:
            drop_intent(checkout)
            raise MigrateError(
                f"your checkout changed while step {intent.step} was judged: {error.what}",
                "git stash, then run the same command again",
            ) from error
    for name in checkout.git(
        "diff-tree", "-r", "-z", "--name-only", "--diff-filter=D", intent.base, intent.commit
    ).split(b"\0"):
        if name:
            prune_folders(checkout.top, PurePosixPath(os.fsdecode(name)))
    if head != intent.commit:
        checkout.git("update-ref", "-m", f"migrate: step {intent.step}", intent.branch, intent.commit, intent.base)
    drop_intent(checkout)


def _remove_stale_index_lock(checkout: Repository) -> None:
    # A git of ours that was killed leaves its lock; one that outlived us holds it a moment longer, and is waited for.
    lock, intent = checkout.git_dir / "index.lock", checkout.room / "intent.json"
    patience = time.monotonic() + 3
    while lock.exists() and time.monotonic() < patience:
        time.sleep(0.05)
    # Only a lock that is younger than our intent can be ours.
    if lock.exists() and lock.stat().st_mtime >= intent.stat().st_mtime - 1:
        lock.unlink()


def _finish_files(checkout: Repository, intent: Intent) -> None:
    """Bring the files that differ between `base` and `commit` to `commit`, unless somebody else wrote to one of them."""
    raw = checkout.git("diff-tree", "-r", "-z", "--no-renames", intent.base, intent.commit)
    fields = raw.split(b"\0")
    gone: list[bytes] = []
    there: list[bytes] = []
    for facts, name in zip(fields[0::2], fields[1::2], strict=False):
        if not facts:
            continue
        _, _, old, new, status = facts.decode().split()
        (gone if status == "D" else there).append(name)
        _require_ours(checkout, os.fsdecode(name), old, new)
    checkout.git("read-tree", intent.commit)
    checkout.git("checkout-index", "-f", "-z", "--stdin", stdin=b"".join(name + b"\0" for name in there))
    for name in gone:
        remove_file(checkout.top, PurePosixPath(os.fsdecode(name)))
    checkout.says("update-index", "-q", "--refresh")


def _require_ours(checkout: Repository, name: str, old: str, new: str) -> None:
    file = checkout.top / name
    if not os.path.lexists(file) or file.is_symlink():
        return
    there = checkout.text("hash-object", "--", name)
    if there in (old, new):
        return
    whole = checkout.git("cat-file", "blob", new) if set(new) != {"0"} else b""
    if not whole.startswith(file.read_bytes()):  # a write that was cut short is ours too
        raise MigrateError(
            f"{name} was changed after an interrupted step",
            f"move your version away (mv '{name}' '{name}.mine'), then run again",
        )


def settle_in_place(checkout: Repository, intent: Intent) -> bool:
    """Keep an in-place step whose commit exists, else restore every file that it may have written. Says whether it is kept."""
    _remove_stale_index_lock(checkout)
    head = checkout.head()
    kept = head != intent.base and checkout.says("rev-parse", f"{head}^") == intent.base
    if not kept:
        if head != intent.base:
            raise MigrateError(
                f"{intent.branch} moved during an interrupted in-place step",
                f"compare with {intent.base[:12]}, then rm {checkout.room}/intent.json",
            )
        checkout.git("read-tree", intent.base)
        before = {
            os.fsdecode(name)
            for name in checkout.git("ls-tree", "-r", "-z", "--name-only", "--full-tree", intent.base).split(b"\0")
        }
        names = [checkout.in_tree(PurePosixPath(path)) for path in intent.paths]
        back = b"".join(os.fsencode(name) + b"\0" for name in names if name in before)
        for name in names:
            if name not in before:
                remove_file(checkout.top, PurePosixPath(name))
        checkout.git("checkout-index", "-f", "-z", "--stdin", stdin=back)
        checkout.says("update-index", "-q", "--refresh")
    drop_intent(checkout)
    return kept


def write_file(root: Path, path: PurePosixPath, text: bytes | None, mode: int) -> None:
    """Write, or remove, one file below `root`. Raises MigrateError rather than write through a symlink."""
    file = root / path
    for parent in list(path.parents)[:-1]:
        if (root / parent).is_symlink():
            raise MigrateError(
                f"{parent} is a symlink: {path} would be written elsewhere", "name the real folder in the plan"
            )
    if text is None:
        remove_file(root, path)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(file) and (mode == 0o120000 or file.is_symlink()):
        file.unlink()
    if mode == 0o120000:
        file.symlink_to(os.fsdecode(text))
        return
    file.write_bytes(text)
    file.chmod((file.stat().st_mode | 0o111) if mode == 0o100755 else (file.stat().st_mode & ~0o111))


def remove_file(root: Path, path: PurePosixPath) -> None:
    """Remove one file, and the folders above it that become empty."""
    (root / path).unlink(missing_ok=True)
    prune_folders(root, path)


def prune_folders(root: Path, path: PurePosixPath) -> None:
    """Remove the folders above this path that are empty. One with nothing but `__pycache__` counts: it would import."""
    for parent in list(path.parents)[:-1]:
        folder = root / parent
        if not folder.is_dir() or folder.is_symlink():
            continue
        if {item.name for item in folder.iterdir()} <= {"__pycache__"}:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            break


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM until the block is done: it is short, and its half is worth nothing."""
    caught: list[tuple[int, FrameType | None]] = []
    names = (signal.SIGINT, signal.SIGTERM)
    try:
        before = {name: signal.signal(name, lambda number, frame: caught.append((number, frame))) for name in names}
    except ValueError:  # not the main thread: nobody delivers signals here
        yield
        return
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    for number, _ in caught:
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        os.kill(os.getpid(), number)
