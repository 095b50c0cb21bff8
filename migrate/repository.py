"""The git repository that holds the target: its state, its trees, its diffs, and the few commands that move it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from migrate.errors import MigrateError
from migrate.ledger import FOLDER, TRACKERS, is_tracker
from migrate.model import Change

UNDER_WAY = {
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase or `git am`",
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "BISECT_LOG": "a bisection",
}
ROOT = PurePosixPath()
# The same diff on every machine: a user's own settings for diffs and quoting must not reach it.
PLAIN = (
    "-c", "core.quotePath=true", "-c", "core.safecrlf=false", "-c", "diff.algorithm=myers", "-c", "diff.suppressBlankEmpty=false",
    "-c", "diff.context=3", "-c", "diff.interHunkContext=0", "-c", "diff.indentHeuristic=true", "-c", f"diff.orderFile={os.devnull}",
)  # fmt: skip
LOG = ("-c", "log.showSignature=false", "-c", "grep.patternType=basic", "-c", "i18n.logOutputEncoding=UTF-8")
DIFF = ("--no-color", "--no-ext-diff", "--no-textconv", "--binary", "--full-index", "--src-prefix=a/", "--dst-prefix=b/")  # fmt: skip
TRAILER = re.compile(r"(?m)^([A-Za-z][\w-]*): *(.*?)[ \t]*$")
COMMIT = ("rev-parse", "--verify", "-q", "HEAD^{commit}")
COMMITTED = ("ls-tree", "-r", "-z", "--full-tree", "HEAD")
CONVERTED = ("config", "--default", "false", "--get", "core.autocrlf")
PLACE = ("rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-path", "objects", "--show-object-format")
TREE, BLOB = 2, 3
"""What packs call such objects."""
FOLDER_MODE = 0o040000
ATTRIBUTES = ".gitattributes"
PACK_LIMIT = 1 << 31
"""From here on, the index of a pack would need larger numbers."""


class GitError(MigrateError):
    """A git command that failed, with what git said."""


@dataclass(frozen=True)
class Repository:
    """One checkout (the user's, or a linked worktree) of the repository that the project lies in.

    `top` is the checkout's top folder and `prefix` the project's root below it. `env` goes to every git, so that one can
    have an index, objects and files of its own.
    """

    top: Path
    prefix: PurePosixPath
    env: Mapping[str, str] = field(default_factory=dict)
    ahead: dict[tuple[str, ...], tuple[subprocess.Popen[bytes], IO[bytes]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What git was asked ahead: each question with the process that answers it, and the file that it answers into."""

    @classmethod
    def of(cls, root: Path) -> Repository:
        """The repository around this project root. Raises MigrateError where there is none, or no git."""
        try:
            told = cls(root, ROOT).text(*PLACE)
        except GitError as error:
            if "not a git repository" in error.what:
                raise MigrateError(
                    f"{root} is not in a git repository",
                    "git init && git add -A && git commit -m 'Before the migration'",
                ) from error
            if "must be run in a work tree" in error.what:
                raise MigrateError(
                    f"{root} is in a bare repository", "clone it, and run migrate in the clone"
                ) from error
            raise
        lines = told.split("\n")
        plainly = len(lines) == 4  # no path of them has a newline in it
        top = Path(lines[0] if plainly else cls(root, ROOT).text("rev-parse", "--show-toplevel")).resolve()
        found = cls(top, PurePosixPath(root.resolve().relative_to(top).as_posix()))
        if plainly:
            known = {"git_dir": Path(lines[1]), "_objects": (root / lines[2]).resolve(), "algorithm": lines[3]}
            found.__dict__.update(known)  # not asked again
        return found

    @property
    def root(self) -> Path:
        """The project's root on the disk."""
        return self.top / self.prefix

    def git(self, *words: str, stdin: bytes = b"") -> bytes:
        """What `git WORDS` prints. Raises GitError with what it said.

        A Ctrl-C at the terminal does not reach it; where one reaches us, git and its hooks have ended when this raises.
        """
        process, printed = self.ahead.pop(words, None) or (self._start(words, subprocess.PIPE), None)
        try:
            out, err = process.communicate(stdin)
        except BaseException:
            _end(process)
            raise
        if process.returncode:
            said = err.decode(errors="replace").strip()
            verb = next(word for word in words if not word.startswith("-") and "=" not in word)
            raise GitError(
                f"git {verb} failed: {said or f'exit code {process.returncode}'}", f"try it by hand in {self.top}"
            )
        if printed is None:
            return out
        with printed:
            printed.seek(0)
            return printed.read()

    def ask_ahead(self, *words: str) -> None:
        """Start `git WORDS`, whose answer the same call of `git` takes later: meanwhile something else can be done."""
        printed = tempfile.TemporaryFile()  # noqa: SIM115 - read when it is asked for
        self.ahead[words] = self._start(words, printed), printed

    def forget_asked(self) -> None:
        """Wait for what was asked ahead and never taken."""
        for process, printed in self.ahead.values():
            with printed:
                process.communicate()
        self.ahead.clear()

    def _start(self, words: Sequence[str], stdout: int | IO[bytes]) -> subprocess.Popen[bytes]:
        plainly = {"LANGUAGE": "C", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "0"}
        try:
            return subprocess.Popen(
                ["git", "-C", str(self.top), "-c", "submodule.recurse=false", *words],
                stdin=subprocess.PIPE,
                stdout=stdout,
                stderr=subprocess.PIPE,
                env={**os.environ, **plainly, **self.env},
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise MigrateError(
                "git is not installed, or not on the PATH", "install git, then run the same command again"
            ) from error

    def text(self, *words: str) -> str:
        """What `git WORDS` prints, as text without its last line end."""
        return os.fsdecode(self.git(*words)).removesuffix("\n")

    def says(self, *words: str) -> str:
        """The same, empty where git fails."""
        try:
            return self.text(*words)
        except GitError:
            return ""

    @cached_property
    def git_dir(self) -> Path:
        """This checkout's own git folder (of a linked worktree: the one below `worktrees/`)."""
        return Path(self.text("rev-parse", "--absolute-git-dir"))

    @cached_property
    def _objects(self) -> Path:
        return self.path_of("objects")

    @cached_property
    def algorithm(self) -> str:
        """What it names objects by: sha1 or sha256."""
        return self.text("rev-parse", "--show-object-format")

    @property
    def _listing(self) -> tuple[str, ...]:
        return "ls-files", "-v", "-z", "--", self._below()

    def path_of(self, name: str) -> Path:
        """Where this part of the repository lies, such as `objects`."""
        return (self.top / self.text("rev-parse", "--git-path", name)).resolve()

    @property
    def room(self) -> Path:
        """The folder in this checkout's git folder where its lock, its intent and its steps' worktrees live."""
        return self.git_dir / "migrate"

    def head(self) -> str:
        """The commit that is checked out; empty on a branch without commits."""
        return self.says(*COMMIT)

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
        for role in ("AUTHOR", "COMMITTER"):
            if not self.says("var", f"GIT_{role}_IDENT"):
                raise MigrateError(
                    "git does not know who you are: a step is committed in your name",
                    "git config user.name 'Your Name' && git config user.email you@example.org",
                )
        self.require_whole()
        if dirty := self.dirty():
            shown = ", ".join(dirty[:5]) + (f" and {len(dirty) - 5} more" if len(dirty) > 5 else "")
            raise MigrateError(
                f"the tree has uncommitted changes: {shown}",
                "commit them, or set them aside: git stash --include-untracked",
            )

    def require_whole(self) -> None:
        """Raise MigrateError unless git tracks the project's root, and looks at every file of it on the disk."""
        listed = [item for item in self.git(*self._listing).split(b"\0") if item]
        if not listed:
            raise MigrateError(f"git tracks nothing in {self.root}", f"git add {self.prefix}, and commit")
        # `S` is skip-worktree (a sparse checkout sets it), a small letter is assume-unchanged.
        if unseen := [os.fsdecode(item[2:]) for item in listed if item[:1] == b"S" or item[:1].islower()]:
            raise MigrateError(
                f"git does not look at {unseen[0]}" + (f" and {len(unseen) - 1} more" if len(unseen) > 1 else ""),
                "git sparse-checkout disable, or git update-index --no-skip-worktree --no-assume-unchanged FILE",
            )

    def dirty(self) -> list[str]:
        """Tracked files that differ from HEAD, and untracked ones below the project's root that git does not ignore.

        A tracker does not count: `migrate report` writes it at any time, and no step touches it.
        """
        tracked = self.git(
            "status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=dirty", "--no-renames"
        )
        untracked = self.git("ls-files", "-z", "--others", "--exclude-standard", "--", self._below())
        names = [os.fsdecode(item[3:]) for item in tracked.split(b"\0") if item]
        names += [os.fsdecode(item) for item in untracked.split(b"\0") if item]
        trackers = {self.in_tree(path) for path in TRACKERS if is_tracker(self.root, path)}
        return [name for name in names if name not in trackers]

    def digest(self, commit: str = "") -> str:
        """A digest of the project's files in this commit (without one: in the index), `.migrate/` left out."""
        where = str(self.prefix)
        if commit:
            below = [] if where == "." else ["--", f"{where}/"]
            listed = self.git("ls-tree", "-r", "-z", "--full-tree", commit, *below)
        else:
            listed = self.git("ls-files", "-s", "-z", "--", self._below())
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

    def lay(self, changes: Iterable[Change]) -> None:
        """Write these changes below the root and stage them, ignored files too.

        What goes is gone before anything new is written: a file may become a folder, and a folder a file.
        """
        changes = tuple(changes)
        gone = [change.path for change in changes if change.after is None]
        for path in gone:
            remove_file(self.root, path)
        prune_folders(self.root, gone)
        for change in changes:
            if change.after is not None:
                write_file(self.root, change.path, change.after, change.after_mode)
        self._update_index("--force-remove", paths=gone)  # whatever lies there now, a folder perhaps
        there = [change for change in changes if change.after is not None]
        self._update_index("--add", "--replace", paths=[change.path for change in there])
        for flag, mode in (("+x", 0o100755), ("-x", 0o100644)):  # git itself does not look where core.fileMode is false
            turned = [c.path for c in there if c.after_mode == mode and _mode_before(c) != mode]
            self._update_index(f"--chmod={flag}", paths=turned)

    def _update_index(self, *flags: str, paths: Sequence[PurePosixPath]) -> None:
        if names := b"".join(os.fsencode(self.in_tree(path)) + b"\0" for path in paths):
            self.git("update-index", *flags, "-z", "--stdin", stdin=names)

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

    def tracks(self, path: PurePosixPath) -> bool:
        """Whether this project file is in the index."""
        return bool(self.git("ls-files", "-z", "--", self._below(path)))

    def _below(self, path: PurePosixPath = ROOT) -> str:
        """The pathspec of this project path and all below it, whatever its name looks like."""
        name = self.in_tree(path)
        return f":(top,literal){'' if name == '.' else name}"

    def _not_ours(self) -> tuple[str, ...]:
        return self._below(), f":(top,exclude,literal){self.in_tree(PurePosixPath(FOLDER))}"

    @contextlib.contextmanager
    def diffing(self) -> Iterator[Callable[[Iterable[Change]], bytes]]:
        """What gives the diff of some changes as their step's commit will hold it: attributes and filters have their say.

        What git must be asked for that, whatever the changes are, is asked at once: come here before the changes are made.
        The repository's objects and index stay as they are.
        """
        self.room.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"dry-{os.getpid()}-", dir=self.room) as name:
            top, objects = Path(name, "tree"), Path(name, "objects")
            (top / self.prefix).mkdir(parents=True)
            (objects / "pack").mkdir(parents=True)
            scratch = Repository(
                top,
                self.prefix,
                {
                    "GIT_DIR": str(self.git_dir),
                    "GIT_WORK_TREE": str(top),
                    "GIT_INDEX_FILE": f"{name}/index",
                    "GIT_OBJECT_DIRECTORY": str(objects),
                    "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.fsdecode(quoted(os.fsencode(self._objects))),
                },
            )
            try:
                for words in (CONVERTED, self._listing):
                    self.ask_ahead(*words)
                if (self.top / ATTRIBUTES).is_file():  # git may have to convert
                    scratch.ask_ahead("read-tree", "HEAD")
                    for words in (COMMIT, COMMITTED):
                        self.ask_ahead(*words)
                yield lambda changes: self._diff_of(sorted(changes, key=lambda change: change.path), scratch)
            finally:
                scratch.forget_asked()
                self.forget_asked()

    def _diff_of(self, changes: Sequence[Change], scratch: Repository) -> bytes:
        if not changes:
            return b""
        if not self._converts(changes):
            return self._diff_of_trees(changes, scratch)
        head = self.head()
        there = self._committed() if head else {}
        if there:
            scratch.git("read-tree", "HEAD")
        same = self._as_committed(changes, there) if there else frozenset()  # what git has already need not be laid
        before = [
            replace(change, before=None, after=change.before, after_mode=change.before_mode)
            for change in changes
            if self.in_tree(change.path) not in same
        ]
        scratch.lay(before)
        was = scratch.text("write-tree") if before or not there else "HEAD"
        scratch.lay(changes)
        return scratch.git(*PLAIN, "diff", "--cached", *DIFF, "--no-renames", was, "--", *scratch._not_ours())

    def _diff_of_trees(self, changes: Sequence[Change], scratch: Repository) -> bytes:
        """The same where git stores these files byte for byte: of two trees that hold nothing else, written here.

        The index of a large tree takes longer to read, to write and to compare than all else of a diff.
        """
        objects: dict[bytes, tuple[int, bytes]] = {}
        before: dict[str, tuple[int, bytes]] = {}
        after: dict[str, tuple[int, bytes]] = {}
        for change in changes:
            for tree, text, mode in (
                (before, change.before, change.before_mode),
                (after, change.after, change.after_mode),
            ):
                if text is not None:
                    name = object_name(BLOB, text, self.algorithm)
                    objects[name] = BLOB, text
                    tree[self.in_tree(change.path)] = mode, name
        was, will = (tree_of(tree, objects, self.algorithm) for tree in (before, after))
        write_pack(Path(scratch.env["GIT_OBJECT_DIRECTORY"]), objects, self.algorithm)
        for file, text in self._attributes(changes):
            write_file(scratch.top, file, text, 0o100644)
        return scratch.git(*PLAIN, "diff", *DIFF, "--no-renames", was.hex(), will.hex(), "--", *scratch._not_ours())

    def _attributes(self, changes: Iterable[Change]) -> Iterator[tuple[PurePosixPath, bytes]]:
        """The files of HEAD that say how these are compared, as far as they lie on the disk; from the top of the checkout."""
        folders: set[str] = set()
        for change in changes:
            name = self.in_tree(change.path)
            while name and (name := name.rpartition("/")[0]) not in folders:
                folders.add(name)
        for name in sorted(f"{folder}/{ATTRIBUTES}".lstrip("/") for folder in folders):
            if os.path.isfile(f"{self.top}/{name}"):  # noqa: PTH113 - a Path for each folder takes longer
                with contextlib.suppress(GitError):  # it is not in HEAD
                    yield PurePosixPath(name), self.git("cat-file", "blob", f"HEAD:{name}")

    def _converts(self, changes: Sequence[Change]) -> bool:
        """Whether git would store any of these files in other bytes than they lie there with: line ends, filters, encodings."""
        if self.git(*CONVERTED).strip() != b"false":
            return True
        names = b"".join(os.fsencode(self.in_tree(change.path)) + b"\0" for change in changes)
        attributes = ("text", "crlf", "eol", "filter", "ident", "working-tree-encoding")
        told = self.git("check-attr", "-z", "--stdin", *attributes, stdin=names).split(b"\0")
        ours = any(change.path.name == ".gitattributes" for change in changes)
        return ours or any(value != b"unspecified" for value in told[2::3])

    def _committed(self) -> dict[bytes, bytes]:
        """Every file of HEAD, from the top of the checkout: path → its mode, `blob`, and the blob's name."""
        listed = self.git(*COMMITTED).split(b"\0")
        return {path: facts for facts, _, path in [item.partition(b"\t") for item in listed if item]}

    def _as_committed(self, changes: Sequence[Change], there: Mapping[bytes, bytes]) -> frozenset[str]:
        """Those of the changed files, from the top of the checkout, that lie there as HEAD has them."""
        known = {name: change for change in changes if os.fsencode(name := self.in_tree(change.path)) in there}
        same = set()
        for name, change in known.items():
            if change.before is not None:
                blob = object_name(BLOB, change.before, self.algorithm).hex()
                if there[os.fsencode(name)] == b"%06o blob %s" % (change.before_mode, blob.encode()):
                    same.add(name)
        if len(same) < len(known):  # edited since, or stored by git in other bytes
            differ = self.git(*PLAIN, "diff-index", "-z", "--name-only", "--no-renames", "HEAD").split(b"\0")
            same |= known.keys() - set(map(os.fsdecode, differ))
        return frozenset(same)

    def history(self, suffixes: Iterable[str]) -> list[tuple[str, str]]:
        """(commit, ISO date) of every commit on this branch's own line that changed a project file with such a name, oldest first."""
        if not self.head():
            return []
        below = "" if self.prefix == ROOT else f"{glob_escaped(str(self.prefix))}/"
        globs = [f":(top,glob){below}**/*{suffix}" for suffix in suffixes]
        told = self.text(*LOG, "log", "--first-parent", "--format=%H %cI", "--diff-merges=first-parent", "--", *globs)
        return [(line[: line.index(" ")], line[line.index(" ") + 1 :]) for line in reversed(told.splitlines())]

    def files_at(self, commit: str, suffixes: tuple[str, ...]) -> dict[PurePosixPath, str]:
        """Project path → blob of each plain file that this commit holds and whose name ends so."""
        found = {}
        below = [] if self.prefix == ROOT else ["--", f"{self.prefix}/"]
        for item in self.git("ls-tree", "-r", "-z", "--full-tree", commit, *below).split(b"\0"):
            facts, _, name = item.partition(b"\t")
            mode, _, blob = os.fsdecode(facts).partition(" blob ")
            if mode.startswith("100") and (path := os.fsdecode(name)).endswith(suffixes):
                found[PurePosixPath(path).relative_to(self.prefix)] = blob
        return found

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of these blobs, as git stores them."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        told = self.git("cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode())
        found, at = {}, 0
        for name in wanted:
            end = told.index(b"\n", at)
            size = int(told[at:end].rpartition(b" ")[2])
            found[name] = told[end + 1 : end + 1 + size]
            at = end + size + 2
        return found

    def commits(self) -> dict[str, tuple[str, str, str]]:
        """Step id → (commit, ISO date, subject) of the newest commit on this branch that carries the step's trailer."""
        if not self.head():
            return {}
        # Told to be quiet, it leaves it to us to say that there is no git; else its import ends in a traceback.
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        import git  # as much to import as all the rest: only who reads the history waits for it

        found: dict[str, tuple[str, str, str]] = {}
        with git.Repo(self.top) as repo:
            for commit in repo.iter_commits("HEAD", grep="^Migrate-Step: "):
                told = _trailers(commit.message)
                if "Migrate-Step" in told and "Migrate-Undo" not in told:
                    written = (commit.hexsha, commit.committed_datetime.isoformat(), str(commit.summary))
                    found.setdefault(told["Migrate-Step"], written)
        return found


def _trailers(message: str | bytes) -> dict[str, str]:
    """The `Key: value` lines of a commit message's last paragraph."""
    text = message if isinstance(message, str) else message.decode("utf-8", "replace")
    return dict(TRAILER.findall(text.rstrip().rpartition("\n\n")[2]))


def glob_escaped(name: str) -> str:
    """A path in which no character is a glob's."""
    return re.sub(r"([*?\[\\])", r"\\\1", name)


def quoted(name: bytes) -> bytes:
    """A name as git reads it in a list whose separator it may hold."""
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def object_name(kind: int, data: bytes, algorithm: str) -> bytes:
    """What git calls such an object."""
    head = b"%s %d\0" % (b"blob" if kind == BLOB else b"tree", len(data))
    return hashlib.new(algorithm, head + data, usedforsecurity=False).digest()


def tree_of(files: Mapping[str, tuple[int, bytes]], objects: dict[bytes, tuple[int, bytes]], algorithm: str) -> bytes:
    """The name of the tree that holds these files (path → mode and blob); it, and those below it, are put into `objects`."""
    here: dict[str, tuple[int, bytes]] = {}
    below: dict[str, dict[str, tuple[int, bytes]]] = {}
    for path, entry in files.items():
        first, slash, rest = path.partition("/")
        if slash:
            below.setdefault(first, {})[rest] = entry
        else:
            here[first] = entry
    for folder, inside in below.items():
        here[f"{folder}/"] = FOLDER_MODE, tree_of(inside, objects, algorithm)
    data = b"".join(
        b"%o %s\0%s" % (mode, os.fsencode(name.removesuffix("/")), blob)
        for name, (mode, blob) in sorted(here.items(), key=lambda item: os.fsencode(item[0]))
    )
    name = object_name(TREE, data, algorithm)
    objects[name] = TREE, data
    return name


def write_pack(objects: Path, held: Mapping[bytes, tuple[int, bytes]], algorithm: str) -> None:
    """Write a pack of these objects (name → kind and bytes), not compressed, with its index, into that object directory."""
    pack = bytearray(struct.pack(">4sII", b"PACK", 2, len(held)))
    entries = []
    for name, (kind, text) in sorted(held.items()):
        head, rest = [kind << 4 | len(text) & 15], len(text) >> 4
        while rest:
            head[-1] |= 128
            head.append(rest & 127)
            rest >>= 7
        entry = bytes(head) + zlib.compress(text, 0)
        entries.append((name, zlib.crc32(entry), len(pack)))
        pack += entry
    if len(pack) >= PACK_LIMIT:
        raise MigrateError("the changed files have more than 2 GB together", "make several steps of it")
    total = hashlib.new(algorithm, pack, usedforsecurity=False).digest()
    firsts = [name[0] for name, _, _ in entries]
    index = struct.pack(">4sI256I", b"\377tOc", 2, *(bisect_right(firsts, byte) for byte in range(256)))
    index += b"".join(name for name, _, _ in entries)
    index += struct.pack(f">{len(entries)}I", *(check for _, check, _ in entries))
    index += struct.pack(f">{len(entries)}I", *(place for _, _, place in entries))
    index += total
    index += hashlib.new(algorithm, index, usedforsecurity=False).digest()
    file = objects / "pack" / f"pack-{total.hex()}"
    file.with_suffix(".pack").write_bytes(pack + total)
    file.with_suffix(".idx").write_bytes(index)


def write_file(root: Path, path: PurePosixPath, text: bytes, mode: int) -> None:
    """Write one file below `root`, as a new file: other names of an old one keep its bytes."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    if mode == 0o120000:
        file.symlink_to(os.fsdecode(text))
        return
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o777 if mode == 0o100755 else 0o666), "wb"
    ) as out:
        out.write(text)


def remove_file(root: Path, path: PurePosixPath) -> None:
    """Remove one file. A folder in its place stays."""
    file = root / path
    if file.is_symlink() or file.is_file():
        file.unlink()


def prune_folders(root: Path, gone: Iterable[PurePosixPath]) -> None:
    """Remove the folders above these files that are empty now. One with nothing but `__pycache__` counts: it would import."""
    above = {parent for path in gone for parent in list(path.parents)[:-1]}
    for parent in sorted(above, key=lambda folder: len(folder.parts), reverse=True):
        folder = root / parent
        if folder.is_dir() and not folder.is_symlink():
            with os.scandir(folder) as items:
                empty = all(item.name == "__pycache__" for item in items)
            if empty:
                shutil.rmtree(folder, ignore_errors=True)


def _mode_before(change: Change) -> int:
    return 0o100644 if change.before is None else change.before_mode


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a git and its hooks: kindly first, so that it removes its locks."""
    for number, patience in ((signal.SIGTERM, 3.0), (signal.SIGKILL, None)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=patience)
            return
