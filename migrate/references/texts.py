"""Where text that is not Python names a module: dotted names, entry points and paths in docs and configuration."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?::[^\W\d]\w*(?:\.[^\W\d]\w*)*)?")
"""A dotted name, with or without an entry point's colon."""
LISTED = re.compile(rb"[ \t]+import[ \t]+\(?((?:[\w, \t]|\n(?:>>> |\.\.\. | )?)*)")
HISTORY = re.compile(r"change(s|log)?|history|news|release(s|[-_]?notes)?|migration|deprecations?", re.IGNORECASE)
URL = re.compile(
    rb"https?://[\w.-]+/[^\s<>\"'`)\]?#]*?/(?:tree|blob|raw|edit|blame|src/branch|src)/(?P<path>[^\s<>\"'`)\]?#]+)"
)
"""The address of a file or folder, as GitHub, GitLab, Gitea and Bitbucket write it."""
PROSE = frozenset({".md", ".rst", ".txt"})
DOC = re.compile(rb":doc:`(?:[^`<\r\n]*<(?P<a>[^`>\r\n]+)>|(?P<b>[^`<>\r\n]+))`")
TOCTREE = re.compile(
    rb"^([ \t]*)\.\. toctree::[^\r\n]*\r?\n((?:[ \t]*\r?\n|\1[ \t]+[^\r\n]*(?:\r?\n|\Z))*)", re.MULTILINE
)


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A dotted name or a path in some text. `start` and `end` are bytes that enclose the module's part of it.

    `member` is the name that follows the module, if one does, with its span.
    """

    path: PurePosixPath
    line: int
    start: int
    end: int
    written: str
    kind: Literal["dotted", "path"]
    member: str = ""
    member_start: int = 0
    bare: bool = False
    """Whether the member is imported by that name: what follows may use it."""


Taken = Callable[[PurePosixPath], bool]
"""Whether the tree holds a file or folder of that path."""


def mentions(
    file: PurePosixPath, data: bytes, dotted: str, paths: Iterable[PurePosixPath], roots: Iterable[str], taken: Taken
) -> list[Mention]:
    """Every place in this text that writes the dotted name of a module, or one of these paths, as a whole.

    A module of one part counts only where the text says that it is one: `import name`, `from name import`, `-m name`,
    or an entry point `name:thing`. What names a document of Sphinx names no module.
    """
    found, lines = [], _Lines(data)
    is_page = pages(data)
    name = re.escape(dotted.encode())
    tail = rb"(?:[.:](?P<member>[^\W\d]\w*))?"
    if "." in dotted:
        pattern = rb"(?<![\w./@-])" + name + rb"(?![\w-])" + tail
    else:
        pattern = rb"(?:(?<=import )|(?<=from )|(?<=-m ))" + name + rb"(?![\w-])" + tail
        pattern += rb"|(?<![\w./@-])" + name + rb"(?=:[^\W\d]\w*)(?!:\w+:)"
    for match in re.finditer(pattern, data):
        if is_page(match.start()):
            continue
        member = match.groupdict().get("member")
        start, end = match.start(), match.start() + len(dotted.encode())
        listed = _listed(data, match.end()) if not member else []
        for named, place, aliased in listed:
            found.append(Mention(file, lines.of(place), start, end, dotted, "dotted", named, place, not aliased))
        if listed:
            continue
        place = match.start("member") if member else 0
        said = (member or b"").decode()
        found.append(Mention(file, lines.of(start), start, end, dotted, "dotted", said, place))
    return sorted([*found, *path_mentions(file, data, paths, roots, taken)])


def pages(data: bytes) -> Callable[[int], bool]:
    """Tells whether a byte of this text names a page of Sphinx, which may be called what a module is called."""
    spans = [match.span() for pattern in (DOC, TOCTREE) for match in pattern.finditer(data)]
    return lambda offset: any(start <= offset < end for start, end in spans)


def path_mentions(
    file: PurePosixPath, data: bytes, paths: Iterable[PurePosixPath], roots: Iterable[str], taken: Taken
) -> list[Mention]:
    """Every place in this text that writes one of these paths, from the tree's root or from an import root.

    What is written from an import root and from the tree's root means another file, means that one.
    A folder of one name counts where a slash stands beside it, or in configuration where it stands in quotes: elsewhere
    it is a word.
    """
    found, lines = [], _Lines(data)
    quoted = file.suffix in (".toml", ".cfg", ".ini", ".yml", ".yaml", ".json")
    for path in paths:
        for written in _ways(path, roots):
            if written.encode() in data and (written == str(path) or not taken(PurePosixPath(written))):
                whole = rb"(?<![\w-])(?<!\w/)(?<!\w\.)" + re.escape(written.encode()) + rb"(?![\w-])"
                if not re.search(r"[/.]", written):
                    name = re.escape(written.encode())
                    whole += rb"(?=/)|(?<=[^\w.]\./)" + name + rb"(?![\w-])"
                    whole += rb"|(?<=[\"'])" + name + rb"(?=[\"'])" if quoted else b""
                for match in re.finditer(whole, data):
                    found.append(Mention(file, lines.of(match.start()), match.start(), match.end(), written, "path"))
    return sorted(found)


def url_mentions(file: PurePosixPath, data: bytes, paths: Iterable[PurePosixPath]) -> list[Mention]:
    """Every web address in this text that goes on to one of these paths below some branch of a repository.

    Whose repository it is, the address does not say.
    """
    found, lines = [], _Lines(data)
    wanted = {str(path): path for path in paths}
    for match in URL.finditer(data):
        below = match["path"].decode(errors="replace").rstrip("/.,;:")
        starts = [0, *(item.end() for item in re.finditer("/", below))]  # a branch may have slashes in its name
        ends = [below[start:] for start in starts[1:]]
        if hit := next((end for end in ends if end in wanted), None):
            found.append(Mention(file, lines.of(match.start()), match.start(), match.end(), hit, "path"))
    return found


def is_history(path: PurePosixPath) -> bool:
    """Whether a file tells what was or what is planned: there an old name is right."""
    return HISTORY.fullmatch(path.stem) is not None or any(HISTORY.fullmatch(part) for part in path.parts[:-1])


def _listed(data: bytes, end: int) -> list[tuple[str, int, bool]]:
    """The names of a `from module import a, b as c` whose module ends here, each with its place and whether it has an alias."""
    match = LISTED.match(data, end)
    if match is None:
        return []
    line = match.group(1) if b"(" in match.group() else match.group(1).split(b"\n")[0]
    return [
        (item.group(1).decode(), match.start(1) + item.start(), item.group(2) is not None)
        for item in re.finditer(rb"(?<!\w)([^\W\d]\w*)(\s+as\s+\w+)?", line)
    ]


def _ways(path: PurePosixPath, roots: Iterable[str]) -> list[str]:
    """How text may write a path: from the root, or from an import root."""
    ways = {str(path)}
    for root in roots:
        if root and path.is_relative_to(root) and len(path.relative_to(root).parts) > 1:
            ways.add(str(path.relative_to(root)))
    return sorted(ways)


class _Lines:
    """Which line a byte is in, for a text that may hold any number of mentions."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def ends(self) -> list[int]:
        return [match.start() for match in re.finditer(b"\n", self.data)]

    def of(self, offset: int) -> int:
        return bisect_left(self.ends, offset) + 1
