"""C and C++ `#include` lines that name a header which moves, or stand in a file that does."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath

from migrate.model import Location
from migrate.python.edits import Edit
from migrate.refactoring.files.table import FileMoves
from migrate.workspace import Workspace

SUFFIXES = frozenset({
    ".c", ".h", ".cc", ".hh", ".cpp", ".hpp", ".cxx", ".hxx", ".c++", ".h++", ".inl", ".ipp", ".tpp", ".cu", ".cuh", ".m", ".mm",
    ".pyx", ".pxd", ".pxi",
})  # fmt: skip
INCLUDE = re.compile(
    rb"^[ \t]*#[ \t]*(?:include|import)[ \t]*(?:\"(?P<near>[^\"\r\n]+)\"|<(?P<far>[^>\r\n]+)>)", re.MULTILINE
)


class Includes:
    """The include lines of one tree."""

    def __init__(self, workspace: Workspace, moves: FileMoves) -> None:
        self.workspace = workspace
        self.moves = moves
        self.left: list[tuple[Location, str]] = []
        """Lines that may mean a file that moves, and why nobody can tell."""

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """(file, edit) with the old paths. A header found beside the file, or in one place only, is followed."""
        names = {path.name.encode() for path in self.moves.files if path.suffix in SUFFIXES}
        for path in self.workspace.files if names else ():
            if path.suffix in SUFFIXES:
                data = self.workspace.read(path)
                if path in self.moves.files or any(name in data for name in names):
                    yield from ((path, edit) for edit in self._file(path, data))

    def _file(self, path: PurePosixPath, data: bytes) -> Iterator[Edit]:
        here, now = path.parent, self.moves.now(path).parent
        for match in INCLUDE.finditer(data):
            kind = "near" if match["near"] is not None else "far"
            written = match[kind].decode(errors="surrogateescape")
            beside = PurePosixPath(posixpath.normpath(here / written))
            if kind == "near" and self.workspace.exists(beside):
                text = posixpath.relpath(self.moves.now(beside), now)
                same = PurePosixPath(posixpath.normpath(now / written)) == self.moves.now(beside)
            else:
                found = self._ending(written)
                if not any(item in self.moves.files for item in found):
                    continue
                root = str(found[0])[: -len(written)].rstrip("/")
                target = self.moves.now(found[0])
                if len(found) > 1 or (kind == "far" and not target.is_relative_to(root)):
                    where = Location(path, data.count(b"\n", 0, match.start()) + 1)
                    self.left.append((where, f"`{written}` may mean {' or '.join(map(str, found))}"))
                    continue
                text = str(target.relative_to(root)) if target.is_relative_to(root) else posixpath.relpath(target, now)
                same = False
            if not same and text != written:
                yield Edit(*match.span(kind), text.encode(errors="surrogateescape"))

    def _ending(self, written: str) -> list[PurePosixPath]:
        """The files whose path ends so."""
        return [path for path in self._by_name[PurePosixPath(written).name] if f"/{path}".endswith(f"/{written}")]

    @cached_property
    def _by_name(self) -> dict[str, list[PurePosixPath]]:
        found: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
        for path in self.workspace.files:
            if path.suffix in SUFFIXES:
                found[path.name].append(path)
        return found
