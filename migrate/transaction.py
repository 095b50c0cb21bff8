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
import hashlib
import json
import os
import shlex
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import FrameType, TracebackType
from typing import Literal, Self, get_args

from migrate.errors import MigrateError
from migrate.ledger import FOLDER
from migrate.model import Change
from migrate.repository import GitError, Repository, prune_folders, quoted, remove_file
from migrate.workspace import check_inside

NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")
"""For the worktrees that only we see. The commit itself runs the user's hooks."""
PATIENCE = 3.0
"""Seconds that another git may hold the index while a step waits to reach the checkout."""
MESSAGE = ("-c", "i18n.commitEncoding=UTF-8")
Handler = Callable[[int, FrameType | None], object] | int | None


Stage = Literal["step", "advance", "in-place"]


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be done, written before it is begun."""

    stage: Stage
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
        self._stopped = 0
        self._handlers: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        room = self.checkout.room
        room.mkdir(parents=True, exist_ok=True)
        self._lock = take_lock(room / "lock")
        try:
            self._handlers = handle((signal.SIGTERM, signal.SIGHUP), self._stop)
            with uninterrupted():
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
            with uninterrupted():
                intent = read_intent(self.checkout)
                if intent and intent.stage == "in-place":
                    settle_in_place(self.checkout, intent)
                if intent and intent.stage == "step":
                    drop_intent(self.checkout)
                if read_intent(self.checkout) is None:  # else the next run needs the commit that a worktree holds
                    sweep(self.checkout)
        finally:
            if self._lock is not None:
                release_lock(self._lock)
                self._lock = None
            restore(self._handlers)
            if self._stopped:
                signal.raise_signal(self._stopped)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """A polite end leaves what a Ctrl-C leaves; then we die of it, as its sender expects."""
        self._stopped = number
        raise KeyboardInterrupt

    def _worktree(self, name: str) -> Repository:
        # A fresh name a run: an orphan of a killed run that still writes into its own tree must not meet ours.
        folder = self.checkout.room / f"{name}-{os.getpid()}"
        self.checkout.git(*NO_HOOKS, "worktree", "add", "--quiet", "--detach", "--force", str(folder), self._base)
        return Repository(folder, self.checkout.prefix)

    def before(self) -> Path:
        """The project's root as it was before this step, in a worktree of its own, made when first asked for."""
        if self._before is None:
            self._before = self._worktree("before")
        self._reset(self._before)
        return self._before.root

    def _reset(self, tree: Repository) -> None:
        tree.git(*NO_HOOKS, "reset", "--quiet", "--hard", self._base)
        tree.git("clean", "-ffdq")

    def begin(self, step: str, changes: Iterable[Change], also: Iterable[PurePosixPath]) -> None:
        """Write and stage these changes in the tree; `also` are files that the step will write later."""
        changes = tuple(changes)
        require_free(self.checkout.root, changes)
        if left := read_intent(self.checkout):
            raise MigrateError(f"step {left.step} is half in your checkout", "mend what it says, then run again")
        paths = tuple(sorted({str(change.path) for change in changes} | {str(path) for path in also}))
        if self.where == "in-place":
            self.checkout.require_ready()
            write_intent(self.checkout, Intent("in-place", step, self.checkout.branch(), self._base, paths=paths))
        else:
            write_intent(self.checkout, Intent("step", step, self.checkout.branch(), self._base))
            self._reset(self.tree)
        self.tree.lay(changes)

    @property
    def under_way(self) -> bool:
        """Whether `begin` has written something that is neither committed nor taken back."""
        return read_intent(self.checkout) is not None

    def rollback(self) -> None:
        """Take back what `begin` wrote: nothing of the step stays."""
        if self.where == "in-place":
            with uninterrupted():
                if intent := read_intent(self.checkout):
                    settle_in_place(self.checkout, intent)
        else:
            self._reset(self.tree)
            if (intent := read_intent(self.checkout)) and intent.stage == "step":
                drop_intent(self.checkout)

    def commit(self, step: str, message: str) -> str:
        """Commit what is staged and bring the user's branch and checkout to it. Returns the commit.

        Raises MigrateError where a commit hook refuses or changes the files, or where the checkout was changed meanwhile;
        the caller rolls back.
        """
        staged = self.tree.text("write-tree")
        self.tree.git(
            *MESSAGE, "commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-F", "-", stdin=message.encode()
        )
        commit = self.tree.head()
        if self.tree.text("rev-parse", f"{commit}^{{tree}}") != staged:
            self.tree.git(*NO_HOOKS, "reset", "--quiet", "--keep", self._base)
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


HELD: set[int] = set()
"""Descriptors of locks that this process holds. A forked worker drops them: it may outlive us, and the lock must not."""


def _drop_in_child() -> None:
    for descriptor in HELD:
        os.close(descriptor)
    HELD.clear()


os.register_at_fork(after_in_child=_drop_in_child)


def take_lock(file: Path) -> int:
    """The lock's file descriptor. It goes with the process, however that ends. Raises MigrateError while another holds it.

    A process that has died may leave a child behind that is just being started and holds the lock for a moment more.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    patience = time.monotonic() + 5
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError as error:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            if _is_dead(holder) and time.monotonic() < patience:
                time.sleep(0.05)
                continue
            os.close(descriptor)
            raise MigrateError(
                f"another migrate is at work in this repository (process {holder or 'unknown'})",
                "wait until it is done",
            ) from error
    HELD.add(descriptor)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def release_lock(descriptor: int) -> None:
    """Give the lock back."""
    HELD.discard(descriptor)
    os.close(descriptor)


def _is_dead(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OverflowError, PermissionError):
        return False
    return False


def read_intent(checkout: Repository) -> Intent | None:
    """What a run had begun, if it is not settled."""
    file = checkout.room / "intent.json"
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_bytes())
        intent = Intent(**{**data, "paths": tuple(data["paths"])})
        if intent.stage not in get_args(Stage):
            raise ValueError(f"stage {intent.stage!r}")
    except (ValueError, KeyError, TypeError) as error:
        raise MigrateError(
            f"{file} is not this version's record of an interrupted step: {error}",
            f"git status shows what that step left; mend it, then rm {shlex.quote(str(file))}",
        ) from error
    return intent


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
        finish(checkout, intent)
        return f"an earlier run was stopped while step {intent.step} reached your branch: finished it"
    if intent.stage == "in-place":
        kept = settle_in_place(checkout, intent)
        return f"an earlier run was stopped in step {intent.step}: " + (
            "its commit stands" if kept else "undid what it had written"
        )
    drop_intent(checkout)
    return f"an earlier run was stopped in step {intent.step}: nothing of it had reached your branch"


def sweep(checkout: Repository) -> None:
    """Drop the linked worktrees that runs made, this one's and those of killed ones. A dry run that is at work keeps its own."""
    found = [item for pattern in ("tree-*", "before-*") for item in checkout.room.glob(pattern)]
    for folder in (*found, *(item for item in checkout.room.glob("dry-*") if not _at_work(item))):
        shutil.rmtree(folder, ignore_errors=True)
    if found:
        with contextlib.suppress(GitError):
            checkout.git("worktree", "prune")


def _at_work(folder: Path) -> bool:
    try:
        os.kill(int(folder.name.split("-")[1]), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def advance(checkout: Repository, intent: Intent) -> None:
    """Bring the user's files, index and branch from `base` to `commit`, as a fast-forward does.

    Raises MigrateError, and leaves the checkout as it was, where the user changed it meanwhile or it cannot be written.
    """
    if checkout.branch() != intent.branch or checkout.head() != intent.base:
        raise MigrateError(f"{intent.branch} moved while step {intent.step} was judged", "run the same command again")
    for name, (old, _) in _changed(checkout, intent.base, intent.commit).items():
        if not old and (checkout.top / name).is_file():  # read-tree would overwrite it if git ignores it
            raise MigrateError(f"{name} appeared while step {intent.step} was judged", "move it away, and run again")
    if lock := _wait_for_index(checkout):
        raise MigrateError(
            f"another git is at work in {checkout.top}: it holds {lock}",
            "wait until it is done (or remove that file if it was killed), then run the same command again",
        )
    checkout.says("update-index", "-q", "--refresh")  # a file that was only touched is not a changed one
    both = ("read-tree", "-m", "-u")
    try:
        checkout.git(*both, "--dry-run", intent.base, intent.commit)
    except GitError as error:
        raise MigrateError(
            f"your checkout changed while step {intent.step} was judged: {error.what}",
            "git stash, then run the same command again",
        ) from error
    write_intent(checkout, intent)
    try:
        checkout.git(*both, intent.base, intent.commit)
    except GitError:
        _bring_files(checkout, intent.commit, intent.base)  # git left the index alone
        drop_intent(checkout)
        raise
    try:
        _arrive(checkout, intent)
    except GitError:
        checkout.git(*both, intent.commit, intent.base)
        drop_intent(checkout)
        raise


def finish(checkout: Repository, intent: Intent) -> None:
    """The same after a kill that may have left any part of it done. Raises MigrateError where somebody wrote there since."""
    if checkout.branch() != intent.branch or checkout.head() not in (intent.base, intent.commit):
        drop_intent(checkout)
        raise MigrateError(
            f"step {intent.step} was stopped on its way to {intent.branch}, which has moved since",
            f"its commit is {intent.commit[:12]}: `git status`, then git cherry-pick it or run migrate apply again",
        )
    _remove_stale_index_lock(checkout)
    _bring_files(checkout, intent.base, intent.commit)
    checkout.git("read-tree", "--reset", intent.commit)
    checkout.says("update-index", "-q", "--refresh")
    _arrive(checkout, intent)


def _arrive(checkout: Repository, intent: Intent) -> None:
    """The last of it: folders without files, and the branch itself."""
    changed = _changed(checkout, intent.base, intent.commit)
    prune_folders(checkout.top, [PurePosixPath(name) for name, (_, new) in changed.items() if not new])
    if checkout.head() != intent.commit:
        checkout.git("update-ref", "-m", f"migrate: step {intent.step}", intent.branch, intent.commit, intent.base)
    drop_intent(checkout)


def _wait_for_index(checkout: Repository) -> Path | None:
    """Give a git that is at work (an editor's, or one of ours that outlived us) some time; its lock if it is still there."""
    lock, patience = checkout.git_dir / "index.lock", time.monotonic() + PATIENCE
    while lock.exists() and time.monotonic() < patience:
        time.sleep(0.05)
    return lock if lock.exists() else None


def _remove_stale_index_lock(checkout: Repository) -> None:
    # A git of ours that was killed leaves its lock. Only one that is younger than our intent can be ours.
    lock, intent = _wait_for_index(checkout), checkout.room / "intent.json"
    if lock and lock.stat().st_mtime >= intent.stat().st_mtime - 1:
        lock.unlink()


def _changed(checkout: Repository, old: str, new: str) -> dict[str, tuple[str, str]]:
    """File → its blob in each of two commits, empty where it is not there, for what differs. Submodules are left out."""
    fields = checkout.git("diff-tree", "-r", "-z", "--no-renames", old, new).split(b"\0")
    changed = {}
    for facts, name in zip(fields[0::2], fields[1::2], strict=False):
        old_mode, new_mode, before, after, _ = facts.decode().lstrip(":").split()
        if "160000" not in (old_mode, new_mode):
            changed[os.fsdecode(name)] = (before.strip("0") and before, after.strip("0") and after)
    return changed


def _bring_files(checkout: Repository, old: str, new: str) -> None:
    """Bring the files that differ between two commits from either to `new`, unless somebody else wrote to one of them."""
    changed = _changed(checkout, old, new)
    for name, blob in _on_disk(checkout, changed).items():
        if blob not in changed[name] and not _cut_short(checkout, new, name, changed[name][1]):
            raise MigrateError(
                f"{name} was changed after an interrupted step",
                f"move your version away (mv {shlex.quote(name)} {shlex.quote(name + '.mine')}), then run again",
            )
    gone = [PurePosixPath(name) for name, (_, after) in changed.items() if not after]
    for path in gone:
        remove_file(checkout.top, path)
    prune_folders(checkout.top, gone)
    there = [name for name, (_, after) in changed.items() if after]
    for name in there:
        if (checkout.top / name).is_dir() and not (checkout.top / name).is_symlink():
            raise MigrateError(f"{name} is a folder with files of yours", "move them away, then run again")
    with tempfile.TemporaryDirectory(prefix=f"dry-{os.getpid()}-", dir=checkout.room) as folder:
        scratch = replace(checkout, env={**checkout.env, "GIT_INDEX_FILE": f"{folder}/index"})
        scratch.git("read-tree", new)
        _check_out(scratch, there)


def _check_out(repository: Repository, names: Iterable[str]) -> None:
    """Bring those of these files that differ from the index to what it holds; the others are not touched."""
    repository.says("update-index", "-q", "--refresh")
    differ = {os.fsdecode(name) for name in repository.git("diff-files", "-z", "--name-only").split(b"\0")}
    listed = b"".join(os.fsencode(name) + b"\0" for name in names if name in differ)
    repository.git("checkout-index", "-f", "-u", "-z", "--stdin", stdin=listed)


def _on_disk(checkout: Repository, names: Iterable[str]) -> dict[str, str]:
    """The blobs that git would make of these files, where they are there."""
    blobs, files = {}, []
    for name in names:
        file = checkout.top / name
        if file.is_symlink():
            target = os.fsencode(file.readlink())
            blobs[name] = hashlib.new(
                checkout.text("rev-parse", "--show-object-format"), b"blob %d\0%s" % (len(target), target)
            ).hexdigest()
        elif file.is_file():
            files.append(name)
    listed = b"".join(quoted(os.fsencode(name)) + b"\n" for name in files)
    found = checkout.git("hash-object", "--stdin-paths", stdin=listed).split() if files else []
    return blobs | {name: blob.decode() for name, blob in zip(files, found, strict=True)}


def _cut_short(checkout: Repository, commit: str, name: str, blob: str) -> bool:
    """Whether the file holds the beginning of what this commit has there: then the write was ours, and was killed."""
    whole = checkout.git("cat-file", "--filters", f"{commit}:{name}") if blob else b""
    return whole.startswith((checkout.top / name).read_bytes())


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
        checkout.git("read-tree", "--reset", intent.base)
        listed = checkout.git("ls-tree", "-r", "-z", "--name-only", "--full-tree", intent.base)
        before = {os.fsdecode(name) for name in listed.split(b"\0")}
        names = [checkout.in_tree(PurePosixPath(path)) for path in intent.paths]
        fresh = [PurePosixPath(name) for name in names if name not in before]
        for path in fresh:
            remove_file(checkout.top, path)
        prune_folders(checkout.top, fresh)
        _check_out(checkout, [name for name in names if name in before])
    drop_intent(checkout)
    return kept


def require_free(root: Path, changes: Iterable[Change]) -> None:
    """Raise MigrateError for a change that leaves the project, enters our records, or overwrites what its codemod did not see."""
    changes = tuple(changes)
    gone = {change.path for change in changes if change.after is None}
    free: set[PurePosixPath] = set()
    for change in changes:
        path = change.path
        check_inside(path)
        if path.parts[0] == FOLDER:
            raise MigrateError(f"{path} is migrate's own record", "name a place outside of .migrate/")
        for parent in list(path.parents)[:-1]:
            if parent in free:
                break  # and all above it
            free.add(parent)
            if (root / parent).is_symlink():
                raise MigrateError(
                    f"{parent} is a symlink: {path} would be written elsewhere", "name the real folder in the plan"
                )
            if (root / parent).is_file() and parent not in gone:
                raise MigrateError(f"{parent} is a file: {path} cannot be below it", "delete the file in the same step")
        if change.before is None and change.after is not None and os.path.lexists(root / path):
            folder = (root / path).is_dir() and not (root / path).is_symlink()
            if not folder or any(
                item.relative_to(root).as_posix() and PurePosixPath(item.relative_to(root).as_posix()) not in gone
                for item in (root / path).rglob("*")
                if "__pycache__" not in item.parts and (item.is_symlink() or not item.is_dir())
            ):
                raise MigrateError(
                    f"{path} is there already, and migrate does not read it (git ignores it, or it is a symlink)",
                    "move it away, or name another place in the plan",
                )


def handle(names: Iterable[signal.Signals], handler: Callable[[int, FrameType | None], object]) -> dict[int, Handler]:
    """Let `handler` take these signals, and give what took them before. Signals that are ignored stay so, as under nohup."""
    if threading.current_thread() is not threading.main_thread():
        return {}  # nobody delivers signals here
    return {name: signal.signal(name, handler) for name in names if signal.getsignal(name) is not signal.SIG_IGN}


def restore(handlers: Mapping[int, Handler]) -> None:
    """Let these take their signals again."""
    for name, handler in handlers.items():
        signal.signal(name, handler)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C, SIGTERM and SIGHUP until the block is done: it is short, and its half is worth nothing."""
    caught: list[int] = []
    before = handle((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), lambda number, frame: caught.append(number))
    try:
        yield
    finally:
        restore(before)
    for number in caught[:1]:
        signal.raise_signal(number)
