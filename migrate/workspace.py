"""A read-only view of a source tree with pending edits laid over it."""

from __future__ import annotations

import gc
import marshal
import mmap
import os
import re
import select
import signal
import stat
import struct
import subprocess
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import repeat
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple, Self

from migrate.errors import MigrateError
from migrate.model import Change, Move

MAX_BYTES = 2_000_000
"""Larger files are data that somebody named `.py`, and cost more than they tell. They are skipped with this reason."""

PYTHON = (".py", ".pyi")
SIZE = struct.Struct("<Q")
READ_AHEAD = 1 << 28
"""How many bytes of source are read ahead at the most. It is memory that is not taken before it is filled."""

NEVER = frozenset({
    ".git", ".hg", ".svn", ".venv", "venv", "__pycache__", "node_modules", ".tox", ".nox",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", ".migrate",
})  # fmt: skip


path_of = lru_cache(maxsize=16_384)(PurePosixPath)
"""The path of that name: the same one for all who ask, for a path takes longer to make than most of what is done with it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a tree is read: `source` are its import roots, `also` the globs of other places where references live."""

    source: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Entry(NamedTuple):
    """One listed file: its git mode, or why it will not be read. `stamp` changes whenever its bytes do, as git sees it."""

    mode: int = 0o100644
    skipped: str = ""
    stamp: tuple[int, ...] = ()


@dataclass(frozen=True)
class Workspace:
    """The tree below `root` with `overlay` laid over it (a path to `None` is a file that is gone).

    Paths are relative to the root, with forward slashes. Nothing here writes. Bytes that were read stay in memory
    only if they come from the overlay.
    """

    root: Path
    layout: Layout = Layout()
    overlay: Mapping[PurePosixPath, bytes | None] = field(default_factory=dict)
    modes: Mapping[PurePosixPath, int] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    """What the steps before this one moved, in order: the ledger's, and those of the same dry run."""
    versioned: Callable[[], str] = field(default=str, repr=False, compare=False)
    """Finds out the version: most codemods never ask."""
    memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What readers keep for the next tree of the same walk. It must prove by itself that it still holds."""

    def list_ahead(self, search: Sequence[re.Pattern[bytes]] | None = None) -> Self:
        """The same workspace, whose files another process is listing already: who asks for them first waits for the rest.

        With `search`, the Python files are read there too, and searched for these patterns.
        """
        if "_disk" not in self.__dict__ and hasattr(os, "fork"):
            self.__dict__["_ahead"] = _Ahead(self.root, search)
        return self

    @property
    def waits(self) -> bool:
        """Whether another process is still at listing the files: there is time for something else."""
        ahead: _Ahead | None = self.__dict__.get("_ahead")
        return ahead is not None and not ahead.done()

    def listed_by(self, other: Workspace | None) -> Self:
        """The same workspace, which takes over what the other one of this root has begun to list."""
        if other is not None and other.root == self.root and "_ahead" in other.__dict__:
            self.__dict__["_ahead"] = other.__dict__.pop("_ahead")
        return self

    @cached_property
    def _disk(self) -> _Disk:
        ahead: _Ahead | None = self.__dict__.pop("_ahead", None)
        listed = ahead and ahead.result()
        return _Disk(listed, ahead) if listed else _Disk(list_tree(self.root))

    @property
    def listed(self) -> Mapping[str, Entry]:
        """Every file on the disk that git tracks or does not ignore (without git: every file), by its path as text, in the
        order of paths. A tree of thousands of files is asked so for what is told of all of them: paths take their time."""
        return self._disk.listed

    @property
    def disk(self) -> Mapping[PurePosixPath, Entry]:
        """The same by path."""
        return self._disk.entries

    @cached_property
    def names(self) -> tuple[str, ...]:
        """`files` as text."""
        if self._is_reshaped:
            return tuple(map(str, self.files))
        return self._disk.names

    @cached_property
    def _is_reshaped(self) -> bool:
        """Whether the pending edits make or remove files."""
        on_disk = self.listed
        for path, text in self.overlay.items():
            entry = on_disk.get(str(path))
            if (entry is not None and not entry.skipped) != (text is not None):
                return True
        return False

    @cached_property
    def files(self) -> tuple[PurePosixPath, ...]:
        """The readable files as the pending edits would leave them, sorted."""
        return self._reshaped(self._disk.files)

    def _reshaped(
        self, on_disk: tuple[PurePosixPath, ...], suffixes: tuple[str, ...] = ("",)
    ) -> tuple[PurePosixPath, ...]:
        """Those files, and what the pending edits make and remove of such."""
        if not self._is_reshaped:
            return on_disk
        there = set(on_disk)
        told = {path: text for path, text in self.overlay.items() if str(path).endswith(suffixes)}
        there.update(path for path, text in told.items() if text is not None)
        there.difference_update(path for path, text in told.items() if text is None)
        return tuple(sorted(there))

    @cached_property
    def skipped(self) -> Mapping[PurePosixPath, str]:
        """Files that are listed but not read, each with the reason."""
        return {PurePosixPath(path): entry.skipped for path, entry in self.listed.items() if entry.skipped}

    @cached_property
    def _python_files(self) -> tuple[PurePosixPath, ...]:
        return self._reshaped(self._disk.python, PYTHON)

    def python_files(self) -> tuple[PurePosixPath, ...]:
        """The files that hold Python source."""
        return self._python_files

    def exists(self, path: PurePosixPath) -> bool:
        """Whether a readable file of that path is there."""
        if path in self.overlay:
            return self.overlay[path] is not None
        entry = self.listed.get(str(path))
        return entry is not None and not entry.skipped

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether at least one readable file lies below that path."""
        prefix = f"{path}/"
        return path == PurePosixPath(".") or any(name.startswith(prefix) for name in self.names)

    def below(self, path: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """The file itself, or all readable files below that folder."""
        if self.exists(path):
            return (path,)
        prefix = "" if path == PurePosixPath(".") else f"{path}/"
        return tuple(file for file in self.files if str(file).startswith(prefix))

    def glob(self, patterns: Iterable[str]) -> tuple[PurePosixPath, ...]:
        """The files that match any of these globs (`**` crosses folders; a folder's name stands for all below it)."""
        tests = [glob_to_regex(pattern) for pattern in patterns]
        return tuple(file for file in self.files if any(test.match(str(file)) for test in tests))

    def read(self, path: PurePosixPath) -> bytes:
        """The file's bytes, pending edits included. Raises FileNotFoundError."""
        if path in self.overlay:
            text = self.overlay[path]
            if text is None:
                raise FileNotFoundError(path)
            return text
        if (data := self._disk.read_ahead(path)) is not None:
            return data
        with open(f"{self.root}/{path}", "rb") as file:  # noqa: PTH123 - a Path costs as much as reading the file
            return file.read()

    @property
    def texts(self) -> Texts | None:
        """What the Python files on the disk hold, where they were read ahead. Pending edits are not in it."""
        return self._disk.texts

    def mode(self, path: PurePosixPath) -> int:
        """The file's git mode: 0o100644, 0o100755 or 0o120000."""
        if path in self.modes:
            return self.modes[path]
        entry = self.listed.get(str(path))
        return entry.mode if entry else 0o100644

    def change(self, path: PurePosixPath, after: bytes | None, by: str = "") -> Change:
        """A change of this file from what it holds here to `after`."""
        there = self.exists(path)
        mode = self.mode(path)
        return Change(path, self.read(path) if there else None, after, mode, mode, by)

    def with_changes(self, changes: Iterable[Change]) -> Workspace:
        """The same tree with these changes laid over it. Raises MigrateError for a path that leaves the tree."""
        overlay, modes = dict(self.overlay), dict(self.modes)
        for change in changes:
            check_inside(change.path)
            overlay[change.path] = change.after
            modes[change.path] = change.after_mode
        return self.variant(overlay=overlay, modes=modes)

    @property
    def version(self) -> str:
        """The project's version as it is now; empty where nothing says it."""
        return self.versioned()

    def knowing(self, moves: tuple[Move, ...], version: str | Callable[[], str]) -> Workspace:
        """The same tree with what is known of its past; the version, or who finds it out when it is asked for."""
        return self.variant(moves=moves, versioned=version if callable(version) else lambda: version)

    def variant(self, **fields: Any) -> Workspace:
        """The same tree on the disk, not listed again, with these fields set otherwise."""
        again = replace(self, **fields)
        again.__dict__["_disk"] = self._disk
        return again

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self.files)


def check_inside(path: PurePosixPath) -> None:
    """Raise MigrateError for a path that leaves the tree or enters git's own folder."""
    if path.is_absolute() or ".." in path.parts or ".git" in path.parts or not path.parts:
        raise MigrateError(
            f"{path} is not a file inside the project", "give a path relative to the project's root, without `..`"
        )


@lru_cache(maxsize=512)
def glob_to_regex(pattern: str) -> re.Pattern[str]:
    """A path pattern as a regular expression that matches a whole path or a folder above it.

    `**` stands for any folders, `*` and `?` stay within one name, `[…]` is one character.
    """
    out, rest = "", pattern.removeprefix("./").rstrip("/")
    while rest:
        if rest.startswith("**/"):
            out, rest = out + "(?:[^/]+/)*", rest[3:]
        elif rest.startswith("**"):
            out, rest = out + ".*", rest[2:]
        elif match := re.match(r"\[!?\]?[^\]]*\]", rest):
            inside = match.group()[1:-1]
            negated, inside = inside.startswith("!"), inside.removeprefix("!")
            out, rest = out + f"[{'^' if negated else ''}{inside.replace(chr(92), chr(92) * 2)}]", rest[match.end() :]
        else:
            out, rest = out + {"*": "[^/]*", "?": "[^/]"}.get(rest[0], re.escape(rest[0])), rest[1:]
    return re.compile(f"(?:{out})(?:/.*)?\\Z" if pattern not in ("", ".") else r".*\Z", re.DOTALL)


def list_tree(root: Path) -> dict[str, Entry]:
    """Every file below `root` with its mode, or the reason for passing it over, in the order of paths. Symlinks are never
    followed.

    In a git checkout: what git tracks, and what it neither tracks nor ignores. Elsewhere: all but the folders of tools.
    """
    found = _git_entries(root)
    if found is None:
        found = {name: _entry(root, name) for name in _walk(root)}
    return {
        name: found[name] for name in sorted(found, key=lambda name: name.replace("/", "\0"))
    }  # by the parts, as paths


class _Disk:
    """What lies on the disk, for all trees over it. Paths are made of names only where somebody asks for them."""

    def __init__(self, listed: Mapping[str, Entry], ahead: _Ahead | None = None) -> None:
        self.listed = listed
        self._ahead = ahead

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple([name for name, entry in self.listed.items() if not entry.skipped])

    @cached_property
    def entries(self) -> Mapping[PurePosixPath, Entry]:
        return {path_of(name): entry for name, entry in self.listed.items()}

    @cached_property
    def files(self) -> tuple[PurePosixPath, ...]:
        return tuple(path for path, entry in self.entries.items() if not entry.skipped)

    @cached_property
    def python(self) -> tuple[PurePosixPath, ...]:
        return tuple([path_of(name) for name in self.names if name.endswith(PYTHON)])

    def read_ahead(self, path: PurePosixPath) -> bytes | None:
        """The bytes of that file as another process has read them; None where none has."""
        return self._ahead.bytes_of(str(path)) if self._ahead else None

    @cached_property
    def texts(self) -> Texts | None:
        return self._ahead.texts() if self._ahead else None


class Texts:
    """What many files hold, one after another in one piece of memory: found at once where it would take long one by one."""

    def __init__(
        self,
        room: mmap.mmap,
        places: Mapping[str, tuple[int, int, bool]],
        found: Mapping[bytes, Sequence[str]] | None = None,
    ) -> None:
        """`found` are the files that hold some patterns, as far as that is known."""
        self._found = found or {}
        self._room = room
        self._places = places
        self._names = list(places)
        self._starts = [start for start, _, _ in places.values()]

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> bytes:
        start, end, _ = self._places[name]
        return self._room[start:end]

    def is_ascii(self, name: str) -> bool:
        return self._places[name][2]

    def holding(self, pattern: re.Pattern[bytes]) -> Iterator[str]:
        """The files in which the pattern is found. It must match no null byte: one stands between two files."""
        if pattern.pattern in self._found:
            yield from self._found[pattern.pattern]
            return
        at, last = 0, self._places[self._names[-1]][1] if self._names else 0
        while match := pattern.search(self._room, at, last):
            name = self._names[bisect_right(self._starts, match.start()) - 1]
            yield name
            at = self._places[name][1]


class _Ahead:
    """`list_tree`, and what the Python files hold, by a process of its own."""

    def __init__(self, root: Path, search: Sequence[re.Pattern[bytes]] | None = None) -> None:
        self._room: mmap.mmap | None = None
        self._texts: Texts | None = None
        self._ended = False
        if search is not None:
            with suppress(OSError, ValueError):  # no memory for it
                self._room = mmap.mmap(-1, READ_AHEAD)
        answer, theirs = os.pipe()
        self._answer: IO[bytes] = open(answer, "rb", buffering=1 << 20)  # noqa: PTH123, SIM115 - a pipe has no path, and is read twice
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # threads of this process do no harm to a child that lists
            self._process = os.fork()
        if not self._process:
            with suppress(BaseException):  # whatever it is, the other process will meet it too, and tell it
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                self._answer.close()
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in range(3):
                    os.dup2(nowhere, stream)  # who reads our output is not to wait for this process
                gc.disable()
                listed = list_tree(root)
                with open(theirs, "wb") as pipe:  # noqa: PTH123 - a pipe has no path
                    _tell(pipe, [list(listed), [tuple(entry) for entry in listed.values()]])
                    if self._room is not None:
                        places = _read_into(self._room, root, listed)
                        texts = Texts(self._room, places)
                        found = {pattern.pattern: list(texts.holding(pattern)) for pattern in search or ()}
                        _tell(pipe, [places, found])
            os._exit(0)
        os.close(theirs)

    def done(self) -> bool:
        """Whether `result` will not wait, or not for long."""
        return bool(select.select([self._answer], [], [], 0)[0])

    def result(self) -> dict[str, Entry] | None:
        """The listing, once; None where the process ended without one."""
        told = self._told()
        if told is None or self._room is None:
            self._end()
        if told is None:
            return None
        names, entries = told
        return dict(zip(names, map(tuple.__new__, repeat(Entry), entries), strict=True))  # as `_make`, in half its time

    def texts(self) -> Texts | None:
        """What the Python files hold, once it has all been read; None where nobody reads it."""
        if not self._ended:
            told = self._told()
            self._end()
            if told is not None and self._room is not None:
                self._texts = Texts(self._room, *told)
        return self._texts

    def bytes_of(self, name: str) -> bytes | None:
        """What that file held when it was read; None for one that was not, or not yet."""
        texts = self.texts() if self._ended or self.done() else None
        return texts[name] if texts and name in texts else None

    def _told(self) -> Any:
        try:
            return marshal.loads(self._answer.read(SIZE.unpack(self._answer.read(SIZE.size))[0]))
        except (EOFError, ValueError, TypeError, struct.error):
            return None

    def _end(self) -> None:
        self._ended = True
        self._answer.close()
        os.waitpid(self._process, 0)


def _tell(pipe: IO[bytes], what: Any) -> None:
    data = marshal.dumps(what)
    pipe.write(SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _read_into(memory: mmap.mmap, root: Path, listed: Mapping[str, Entry]) -> dict[str, tuple[int, int, bool]]:
    """Read the Python files into that memory, with null bytes between them: where the bytes of each are, and whether they are
    ASCII. One that changes meanwhile is left out.
    """
    places: dict[str, tuple[int, int, bool]] = {}
    with memoryview(memory) as room:
        start = 0
        for name, entry in listed.items():
            if entry.skipped or not entry.stamp or not name.endswith(PYTHON):
                continue
            end = start + entry.stamp[0]
            if end >= len(room):
                break
            with suppress(OSError):
                file = os.open(f"{root}/{name}", os.O_RDONLY | os.O_CLOEXEC)
                try:
                    data = os.read(file, end - start + 1)
                finally:
                    os.close(file)
                if len(data) == end - start:
                    room[start:end] = data
                    places[name] = start, end, data.isascii()
                    start = end + 1
    return places


def _git_entries(root: Path) -> dict[str, Entry] | None:
    """What git tracks below the root, and what it neither tracks nor ignores; None where git has nothing to say."""
    try:
        others, tracked = (_git_lists(root, *which) for which in (("--others", "--exclude-standard"), ("--cached",)))
    except FileNotFoundError:
        return None
    found: dict[str, Entry] = {}
    listed = 0
    for asked in (tracked, others):  # git walks all folders for what it does not track: meanwhile the rest is looked at
        names = {os.fsdecode(name) for name in asked.communicate()[0].split(b"\0") if name}
        listed += len(names)
        found |= {name: _entry(root, name) for name in names if NEVER.isdisjoint(name.split("/"))}
    if tracked.returncode or others.returncode:
        return None
    if not listed and any(root.iterdir()):
        return None  # an ignored folder inside some other checkout: its files count all the same
    return found


def _git_lists(root: Path, *which: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "-C", str(root), "ls-files", "-z", *which], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _walk(root: Path) -> Iterator[str]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            found = list(os.scandir(f"{root}/{folder}"))
        except OSError:
            continue
        for item in found:
            name = f"{folder}{item.name}"
            if item.is_dir(follow_symlinks=False):
                if item.name not in NEVER:
                    folders.append(f"{name}/")
            else:
                yield name


def _entry(root: Path, name: str) -> Entry:
    if not name.isascii():
        try:
            name.encode()
        except UnicodeEncodeError:
            return Entry(skipped="its name is not UTF-8")
    try:
        status = os.lstat(f"{root}/{name}")
    except OSError as error:
        return Entry(skipped=f"cannot be read: {error.strerror}")
    mode, size = status.st_mode, status.st_size
    if not stat.S_ISREG(mode):
        if stat.S_ISLNK(mode):
            return Entry(0o120000, skipped=_symlink(root, name))
        if stat.S_ISDIR(mode):
            return Entry(0o160000, skipped="a submodule: a project of its own")
        return Entry(skipped="not a regular file")
    if size > MAX_BYTES and name.endswith(PYTHON):
        return Entry(skipped=f"{size:,} bytes: larger than the {MAX_BYTES:,} that are read as source")
    ours = 0o100755 if mode & 0o100 else 0o100644
    if mode & 0o444 != 0o444 and not os.access(f"{root}/{name}", os.R_OK):
        return Entry(ours, skipped="cannot be read: Permission denied")
    return Entry(ours, "", (size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))


def _symlink(root: Path, name: str) -> str:
    target = Path(os.path.realpath(root / name))  # `resolve` raises for a link that leads to itself
    if not target.exists():
        return "a dangling symlink"
    if not target.is_relative_to(root.resolve()):
        return "a symlink out of the tree"
    return "a symlink: its target is read where it lies"
