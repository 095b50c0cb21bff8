"""Paths in text: whatever a document, a configuration file or a string of Python writes of files that move."""

from __future__ import annotations

import ast
import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit, Unplaced
from migrate.python.modules import MAIN_ROOTS
from migrate.refactoring.files.includes import INCLUDE, SUFFIXES
from migrate.refactoring.files.table import FileMoves
from migrate.references.index import Index
from migrate.references.texts import DOC, TOCTREE, Mention, is_history, url_mentions

PROSE = frozenset({".md", ".markdown", ".rst", ".txt", ".mdx", ".html", ".htm"})
QUOTED = frozenset({".toml", ".cfg", ".ini", ".yml", ".yaml", ".json"})
WRITTEN = b"/.+@-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + bytes(range(128, 256))
"""What a path in a text is made of."""
NO_PATH = (b"~", b"$", b"%", b":", b"}")
"""What makes something else of it: a home folder, a variable, a web address."""
LONGEST = 500
LINK = re.compile(
    rb"\]\(\s*<?(?P<a>[^\s)<>#?]+)"  # [text](path)
    rb"|^[ \t]{0,3}\[[^\]\r\n]+\]:[ \t]*<?(?P<b>[^\s<>#?]+)"  # [name]: path
    rb"|\b(?:href|src)=[\"'](?P<c>[^\"'\s#?]+)"
    rb"|^[ \t]*\.\. (?:\|[^|\r\n]+\| )?(?:include|literalinclude|image|figure|csv-table|raw)::[ \t]*(?P<d>[^\s]+)"
    rb"|^[ \t]*:file:[ \t]*(?P<e>[^\s]+)"
    rb"|:download:`[^`<\r\n]*<(?P<f>[^`>\r\n]+)>`|:download:`(?P<g>[^`<>\r\n]+)`"
    rb"|`[^`<\r\n]*<(?P<h>[^`>\s:]+)>`_"
    rb"|^[ \t]*\.\. _[^:\r\n]+:[ \t]*(?P<i>[^\s:]+)$",
    re.MULTILINE,
)
ENTRY = re.compile(rb"^[ \t]+(?!:)(?:[^\r\n<]*<(?P<a>[^>\r\n]+)>|(?P<b>[^\s<>]+))[ \t]*$", re.MULTILINE)
CMAKE = re.compile(
    rb"\$\{(?P<variable>(?:CMAKE|PROJECT)_(?:(?:CURRENT_)?SOURCE_DIR|CURRENT_LIST_DIR))\}/(?P<path>["
    + re.escape(WRITTEN)
    + rb"]+)"
)
"""A path from a folder that CMake names: the tree's root, or the file's own."""
Place = tuple[int, int]


class PathTexts:
    """The paths that the texts of one tree write. Bytes that are no text, tales of the past, and plans are not read."""

    def __init__(self, index: Index, moves: FileMoves) -> None:
        self.index = index
        self.workspace = index.workspace
        self.moves = moves
        self.left: list[tuple[Location, str]] = []
        """Places that may mean a file that moves, and why nobody can tell."""
        self._read: dict[PurePosixPath, bytes] = {}

    def addresses(self) -> Iterator[Mention]:
        """Addresses on the web, in the texts that were looked at, that may lead to what moves."""
        paths = (*self.moves.files, *self.moves.folders)
        for path, data in self._read.items():
            if b"://" in data:
                yield from url_mentions(path, data, paths)

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """(file, edit) with the old paths."""
        for path in self.workspace.files:
            if path.suffix in (".py", ".pyi"):
                data = self.index.names.data(path)
                if any(name in data for name in self._names):
                    yield from ((path, edit) for edit in self._python(path, data))
            elif not is_history(path):
                data = self.workspace.read(path)
                known = path in self.moves.files or any(name in data for name in self._names)
                if known and b"\0" not in data[:8000] and b"[[phase" not in data:
                    self._read[path] = data
                    yield from ((path, edit) for edit in self._text(path, data))

    @cached_property
    def _names(self) -> list[bytes]:
        """What a text must hold to name anything that moves; documents are named without a suffix too."""
        found = {path.stem for path in self.moves.files if path.suffix in PROSE}
        return [name.encode() for name in sorted(found)] + self.moves.names

    @cached_property
    def _name(self) -> re.Pattern[bytes]:
        return re.compile(b"|".join(map(re.escape, self.moves.names)))

    def _tokens(self, path: PurePosixPath, data: bytes) -> Iterator[Place]:
        """What may be paths: everything around one of the names, and in a file that moves all that begins with dots."""
        seen = 0
        near = re.compile(rb"\.\.?/") if path in self.moves.files else self._name
        for match in sorted({item.span() for pattern in {self._name, near} for item in pattern.finditer(data)}):
            if match[0] < seen:
                continue
            ahead = data[max(0, match[0] - LONGEST) : match[0]]
            behind = data[match[1] : match[1] + LONGEST]
            start = match[0] - (len(ahead) - len(ahead.rstrip(WRITTEN)))
            end = match[1] + (len(behind) - len(behind.lstrip(WRITTEN)))
            seen = end
            if data[max(0, start - 1) : start] not in NO_PATH:
                yield start, end

    def _text(self, path: PurePosixPath, data: bytes) -> list[Edit]:
        found: dict[int, Edit] = {}
        links: list[Place] = []
        if path.suffix in PROSE:
            for start, end, target, text in self._links(path, data):
                links.append((start, end))
                if target:
                    found[start] = Edit(start, end, text)
        if path.name == "CMakeLists.txt" or path.suffix == ".cmake":
            found.update((edit.start, edit) for edit in self._cmake(path, data))
        if path.suffix in SUFFIXES:  # they are followed by what knows how a header is found
            links += [match.span(match.lastgroup or 0) for match in INCLUDE.finditer(data)]
        links.sort()
        starts = [start for start, _ in links]
        for start, end in self._tokens(path, data):
            place = bisect_right(starts, start)
            if place and start < links[place - 1][1]:
                continue
            edit = self._token(path, data, start, end)
            if edit:
                found[edit.start] = edit
        return list(found.values())

    def _cmake(self, path: PurePosixPath, data: bytes) -> Iterator[Edit]:
        """The paths that begin with a folder of CMake's. Where that folder is not sure they are left, and told."""
        for match in CMAKE.finditer(data):
            written = match["path"].decode(errors="replace")
            own = match["variable"] == b"CMAKE_CURRENT_LIST_DIR" or (
                b"CURRENT" in match["variable"] and path.name == "CMakeLists.txt"
            )
            base, now = (path.parent, self.moves.now(path).parent) if own else (PurePosixPath(), PurePosixPath())
            target = PurePosixPath(posixpath.normpath(base / written.rstrip("/")))
            if ".." in target.parts or not self._is_there(target):
                continue
            text = _like(written, posixpath.relpath(self.moves.now(target), now))
            if text == written:
                continue
            if own or match["variable"] == b"CMAKE_SOURCE_DIR":
                yield Edit(*match.span("path"), text.encode())
            else:
                where = Location(path, data.count(b"\n", 0, match.start()) + 1)
                self.left.append((where, f"`{match[0].decode(errors='replace')}` may mean {target}"))

    def _links(self, path: PurePosixPath, data: bytes) -> Iterator[tuple[int, int, bool, bytes]]:
        """(start, end, whether it changes, what it becomes) of every link that leads to a file of the tree."""
        here, now = path.parent, self.moves.now(path).parent
        patterns: list[tuple[re.Pattern[bytes], int, int, tuple[str, ...]]] = [(LINK, 0, len(data), ("",))]
        if path.suffix != ".md":
            patterns.append((DOC, 0, len(data), (path.suffix, ".rst", ".md", ".txt")))
            patterns += [
                (ENTRY, *match.span(2), (path.suffix, ".rst", ".md", ".txt")) for match in TOCTREE.finditer(data)
            ]
        for pattern, first, last, suffixes in patterns:
            for match in pattern.finditer(data, first, last):
                start, end = next(match.span(name) for name in match.groupdict() if match[name] is not None)
                written = data[start:end].decode(errors="replace")
                if "://" in written or written.startswith(("/", "mailto:")):
                    continue
                for suffix in suffixes:
                    target = PurePosixPath(posixpath.normpath(here / (written.rstrip("/") + suffix)))
                    if target.parts and self._is_there(target):
                        text = _like(written, self._relative(target, now))
                        text = text.removesuffix(suffix) if suffix else text
                        same = PurePosixPath(posixpath.normpath(now / (written.rstrip("/") + suffix)))
                        yield start, end, same != self.moves.now(target), text.encode()
                        break
                else:  # it leads to nothing that is in the tree: made by a build, or left out of a release
                    target = PurePosixPath(posixpath.normpath(here / written))
                    sure = pattern is LINK and written.startswith("../") and not (match["h"] or match["i"])
                    if sure and here != now and ".." not in target.parts:
                        yield start, end, True, _like(written, self._relative(target, now)).encode()

    def _relative(self, target: PurePosixPath, now: PurePosixPath) -> str:
        return posixpath.relpath(self.moves.now(target), now)

    def _is_there(self, path: PurePosixPath) -> bool:
        return self.workspace.exists(path) or path in self._folders

    @cached_property
    def _folders(self) -> frozenset[PurePosixPath]:
        return frozenset(parent for path in self.workspace.files for parent in path.parents if parent.parts)

    def _token(self, path: PurePosixPath, data: bytes, start: int, end: int) -> Edit | None:
        """The edit of what may be a path, if it is one that moves: from the tree's root, an import root, or its file's folder."""
        while end > start and data[end - 1 : end] in (b".", b"-", b"@", b"+"):
            end -= 1
        written = data[start:end].decode(errors="replace")
        bare = written.rstrip("/")
        if not bare or not ("/" in written or PurePosixPath(bare) in self._tops):
            return None
        ahead, behind = data[max(0, start - 1) : start], data[end : end + 1]
        if "/" not in bare and not PurePosixPath(bare).suffix:  # one word: it must look like a path
            quoted = path.suffix in QUOTED and ahead in (b'"', b"'") and behind == ahead
            package = self.index.names.is_module(bare) and self.moves.now(PurePosixPath(bare)).name == bare
            if not written.endswith("/") and (not quoted or package):
                return None
        for base in self._bases(path, written):
            target = PurePosixPath(posixpath.normpath(base / bare))
            if ".." not in target.parts and self._is_there(target):
                if base.parts and base != path.parent and base not in self._sources:
                    if self.moves.now(target) != target:
                        line = self.workspace.read(path).count(b"\n", 0, start) + 1
                        self.left.append((Location(path, line), f"`{written}` may be written from `{base}`"))
                    return None
                return self._moved(path, written, base, target, start, end)
        return None

    def _bases(self, path: PurePosixPath, written: str) -> Iterator[PurePosixPath]:
        """The folders that a path may be written from, the likelier first."""
        near = written.startswith(("./", "../")) and path.suffix not in (".py", ".pyi")
        if near and path.parent.parts:
            yield path.parent
        yield PurePosixPath()
        if "/" in written and not near:
            yield from (PurePosixPath(root) for root in self.index.names.roots if root)
            if path.parent.parts and path.suffix not in (".py", ".pyi"):
                yield path.parent

    def _moved(
        self, path: PurePosixPath, written: str, base: PurePosixPath, target: PurePosixPath, start: int, end: int
    ) -> Edit | None:
        now = self.moves.now(target)
        if base.parts and base == path.parent:
            folder = self.moves.now(path).parent
            if PurePosixPath(posixpath.normpath(folder / written)) == now:
                return None
            if now == target:  # the file moves, and with it the folder that it may be read from
                line = self.workspace.read(path).count(b"\n", 0, start) + 1
                self.left.append((Location(path, line), f"`{written}` may be written from the folder of the file"))
                return None
            text = posixpath.relpath(now, folder)
        elif now == target:
            return None
        else:
            text = str(now.relative_to(base)) if base.parts and now.is_relative_to(base) else str(now)
        return Edit(start, end, _like(written, text).encode())

    @cached_property
    def _sources(self) -> frozenset[PurePosixPath]:
        """The import roots that a text may leave out: those that the plan gives, or `src` and the like."""
        given = self.workspace.layout.source or MAIN_ROOTS
        return frozenset(map(PurePosixPath, given))

    @cached_property
    def _tops(self) -> frozenset[PurePosixPath]:
        """What moves from the tree's root itself."""
        return frozenset(path for path in (*self.moves.files, *self.moves.folders) if len(path.parts) == 1)

    def _python(self, path: PurePosixPath, data: bytes) -> Iterator[Edit]:
        """The strings in Python code that hold a path that moves, and its comments."""
        found: dict[int, Edit] = {}
        for start, end in self._tokens(path, data):
            if b"/" in data[start:end] and (edit := self._token(path, data, start, end)):
                found[edit.start] = edit
        inside = self._texts_of(path) if found else lambda offset: False
        yield from (edit for edit in found.values() if inside(edit.start))

    def _texts_of(self, path: PurePosixPath) -> Callable[[int], bool]:
        """Tells whether a byte of a Python file lies in a string or a comment."""
        module = self.index.names.file(path)
        try:
            at = module.positions
            strings = [node for node in ast.walk(module.source.tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
            spans = _outer(sorted((at.start(node), at.end(node)) for node in strings))
        except (SyntaxError, Unplaced) as error:
            self.index.unread[path] = str(getattr(error, "msg", None) or error)
            return lambda offset: False
        starts = [start for start, _ in spans]

        def inside(offset: int) -> bool:
            place = bisect_right(starts, offset)
            if place and offset < spans[place - 1][1]:
                return True
            line = at.data[at.line_start(at.line_of(offset)) : offset]
            return b"#" in line

        return inside


def _outer(spans: list[Place]) -> list[Place]:
    """The spans that lie in no other: what an f-string holds lies in that, though Python before 3.12 places it oddly."""
    found: list[Place] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
        elif end > found[-1][1]:
            found[-1] = (found[-1][0], end)
    return found


def _like(written: str, text: str) -> str:
    """A path as the one before it was written: with `./` ahead, with a slash behind."""
    if written.startswith("./") and not text.startswith("../"):
        text = f"./{text}"
    return f"{text}/" if written.endswith("/") else text
