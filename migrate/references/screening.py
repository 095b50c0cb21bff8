"""Tells from their bytes which files name a module only in `from module import …`, and which need a closer look.

Most files that mention a module do no more than that, and to parse them all would cost most of the time of its renaming.
"""

from __future__ import annotations

import os
import re
import symtable
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from migrate.python.imports import absolute
from migrate.references.names import Names
from migrate.references.proofs import Proofs

FROM = re.compile(rb"[ \t\f]*from[ \t]+([.\w]*)\Z")
FROM_REST = re.compile(rb"([.\w]*)[ \t]+import(?=[ \t(])")
STAR = re.compile(rb"import[ \t\\\r\n]*\*")
IMPORTED = re.compile(rb"import\b[ \t\\\r\n]*(\([^()#]*(?:#[^\r\n]*[^()#]*)*|[^\r\n\\]*(?:\\\r?\n?[^\r\n\\]*)*)")
"""Any text that may be an import, with everything that it may take."""
WORD = re.compile(rb"[\w\x80-\xff]+")
DOT_BEFORE = re.compile(rb"\.(?:\s|\\|#[^\r\n]*[\r\n])*\Z")
LITERAL = re.compile(
    rb"#[^\r\n]*"
    rb'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    rb'|"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"'
    rb"|'[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'",
    re.DOTALL,
)
"""A comment or a string."""
NESTED = re.compile(rb"""[fF][rR]?(?:"[^"\r\n]*\{[^}"\r\n]*"|'[^'\r\n]*\{[^}'\r\n]*')""")
"""An f-string with its own quotes inside its braces, which LITERAL would read wrongly (Python 3.12)."""
CODING = re.compile(rb"\A(?:[^\r\n]*\r?\n)?[ \t\f]*#[^\r\n]*coding[:=]")
PLAIN_CODING = re.compile(rb"coding[:=][ \t]*(?:utf-?8|ascii|us-ascii|latin-?1|iso-8859-1)\b", re.IGNORECASE)
SETTER = re.compile(
    rb"(?:setattr|getattr|delattr|hasattr|object)[\s\\]*\((?:\s|#[^\r\n]*[\r\n])*([\w\x80-\xff]+)[\s.\w\x80-\xff]*,"
    rb"(?:\s|#[^\r\n]*[\r\n])*[rRuU]?[\"']\Z"
)
"""A call that sets or asks for an attribute, up to the name of that."""
DOTTED = b".0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + bytes(range(128, 256))
"""What a chain of attributes is made of."""
BLANK = b" \t\r\n\\"
WORTH_A_PROCESS = 1_000_000
"""How many bytes of source make a second process pay."""
REACH = 400
"""How many bytes before a name are searched for the beginning of its chain of attributes."""


@dataclass(frozen=True, slots=True)
class From:
    """The module in a `from module import …`, by its span in the file's bytes; `target` is its absolute name."""

    start: int
    end: int
    level: int
    target: str


@dataclass
class Screened:
    """The files that write a module's last name as a word, but for those in which it surely means something else."""

    plain: dict[PurePosixPath, list[From]] = field(default_factory=dict)
    """Files that name the module, or one in it, in these places and nowhere else. They parse, and none is a star import."""
    open: set[PurePosixPath] = field(default_factory=set)
    """Files of which the bytes alone do not tell."""


def screen(names: Names, module: str, looked_at: Collection[PurePosixPath] = ()) -> Screened:
    """Sort the Python files of a tree by what they do with a module, or a package with all in it.

    The files of `looked_at` need a closer look whatever they hold; so do all that may write a name outside ASCII.
    """
    done = Screened()
    leaf = module.rpartition(".")[2]
    for path in names.files_with(leaf):
        closely = path in looked_at or path in names.folded or not module.isascii()
        found = None if closely else _File(names, module, path).places()
        if found is None:
            done.open.add(path)
        elif found:
            done.plain[path] = found
    paths = list(done.plain)
    for place in unparsable([names.data(path) for path in paths], Proofs.of(names.workspace)):
        done.open.add(paths[place])
        del done.plain[paths[place]]
    return done


def unparsable(texts: Sequence[bytes], proofs: Proofs) -> list[int]:
    """Which of these files cannot be parsed. Two processes share the work where there is much of it that is not known yet."""
    if sum(len(text) for text in texts if not proofs.knows(text)) < WORTH_A_PROCESS or not hasattr(os, "fork"):
        return [place for place, text in enumerate(texts) if not proofs.parses(text)]
    result, answer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(
                answer, b"".join(b"%d\n" % place for place in range(1, len(texts), 2) if not _parses(texts[place]))
            )
            os.write(answer, b"done")
        finally:
            os._exit(0)
    os.close(answer)
    broken = [place for place in range(0, len(texts), 2) if not proofs.parses(texts[place])]
    with os.fdopen(result, "rb") as told:
        *places, end = told.read().split(b"\n")
    os.waitpid(child, 0)
    if end != b"done":  # it was killed
        places = [b"%d" % place for place in range(1, len(texts), 2) if not _parses(texts[place])]
    return sorted([*broken, *map(int, places)])


def _parses(data: bytes) -> bool:
    """Whether the file can be parsed. Python's own first pass tells it at three quarters of what its tree costs."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the target's business
            symtable.symtable(data, "file", "exec")  # type: ignore[arg-type]  # it takes bytes too, and their coding line
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


class _Unsure(Exception):
    """The bytes alone do not tell."""


class _File:
    """One file, and what its bytes tell of a module."""

    def __init__(self, names: Names, module: str, path: PurePosixPath) -> None:
        self.names = names
        self.module = module
        self.data = names.data(path)
        self.name = names.names[path]
        self.package = path.stem == "__init__"
        parent, _, leaf = module.rpartition(".")
        self.parent, self.leaf = parent.encode(), leaf.encode()
        self.word = re.compile(re.escape(self.leaf) + rb"\b")

    def places(self) -> list[From] | None:
        """Where it names the module, if that is only in plain from-imports; None where a closer look is needed."""
        try:
            found = list(self._places())
            if found:
                self._check_code(found)
        except _Unsure:
            return None
        return found

    def _places(self) -> Iterator[From]:
        for match in self.word.finditer(self.data):
            at, end = match.span()
            if not (before := self.data[at - 1 : at]).isalnum() and before != b"_":
                place = self._in_from(at, end)
                if place is None:
                    self._judge(at, end)
                elif place.target:
                    yield place

    def _in_from(self, at: int, end: int) -> From | None:
        """The from-import in whose module the name stands. It has no target where it has nothing to do with the module."""
        start = max(self.data.rfind(b"\n", 0, at), self.data.rfind(b"\r", 0, at)) + 1
        before = FROM.match(self.data[start:at])
        after = FROM_REST.match(self.data, end)
        if before is None or after is None:
            return None
        first, last = start + before.start(1), after.end(1)
        written = self.data[first:last].decode()
        bare = written.lstrip(".")
        level = len(written) - len(bare)
        target = absolute(bare, level, self.name, self.package)
        if not f"{target}.".startswith(f"{self.module}."):
            return From(first, last, level, "")
        if STAR.match(self.data, self.data.index(b"import", last)):
            raise _Unsure
        here = absolute(self.data[first:end].decode().lstrip("."), level, self.name, self.package)
        return From(first, last, level, target if here == self.module else "")

    def _judge(self, at: int, end: int) -> None:
        """Raise _Unsure unless the name at that place surely has nothing to do with the module."""
        if not self.parent or self.name == self.parent.decode() or self._is_taken or self._star:
            raise _Unsure
        before, after = self.data[at - 1 : at], self.data[end : end + 1]
        if before in (b'"', b"'") and after == before:
            self._judge_string(at)
        elif before == b".":
            self._judge_attribute(at)
        elif before == b":" or before.isspace():
            ahead = self.data[max(0, at - REACH) : at]
            if ahead.endswith(self.parent + b":") or DOT_BEFORE.search(ahead):
                raise _Unsure

    def _judge_string(self, at: int) -> None:
        setter = SETTER.search(self.data[max(0, at - REACH) : at])
        if setter and setter.group(1) in self._imported:
            raise _Unsure
        lazy = b"__getattr__" in self.data and self.parent.startswith(self.name.encode() + b".")
        if self._told_parent or lazy:
            raise _Unsure

    def _judge_attribute(self, at: int) -> None:
        reach = self.data[max(0, at - REACH) : at]
        ahead = reach.rstrip(DOTTED)
        chain = reach[len(ahead) :]
        ahead = ahead.rstrip(BLANK)
        root = chain.partition(b".")[0]
        if self._told_parent or not ahead or chain[:-1].endswith(self.parent):
            raise _Unsure
        if not root:
            if ahead[-1:] not in b")]}":  # of what a call or a subscript gives, nobody knows the attributes
                raise _Unsure
        elif root in self._imported or ahead.endswith((b".", b"from")):
            raise _Unsure

    @cached_property
    def _told_parent(self) -> bool:
        """Whether a string is the package's name: it may be loaded by that."""
        return bool(self.parent) and any(quote + self.parent + quote in self.data for quote in (b'"', b"'"))

    @cached_property
    def _star(self) -> bool:
        return STAR.search(self.data) is not None

    @cached_property
    def _imports(self) -> list[tuple[int, set[bytes]]]:
        return [(match.start(), set(WORD.findall(match.group(1)))) for match in IMPORTED.finditer(self.data)]

    @cached_property
    def _imported(self) -> set[bytes]:
        """Every name that an import of this file may bind."""
        return set().union(*(words for _, words in self._imports))

    @cached_property
    def _is_taken(self) -> bool:
        """Whether an import of this file may take that name from something of the tree."""
        return any(self.leaf in words and self._from_tree(start) for start, words in self._imports)

    def _from_tree(self, start: int) -> bool:
        """Whether what is imported by the `import` there may come from the tree."""
        ahead = self.data[max(0, start - REACH) : start].rstrip(BLANK)
        rest = ahead.rstrip(DOTTED)
        source = ahead[len(rest) :]
        if not rest.rstrip(BLANK).endswith(b"from") or not source or source.startswith(b"."):
            return True
        return self.names.is_ours(source.partition(b".")[0].decode(errors="replace"))

    def _check_code(self, places: list[From]) -> None:
        """Raise _Unsure unless all of these places are code: not in a string, not in a comment."""
        data, last = self.data, places[-1].start
        if (
            b"\0" in data
            or NESTED.search(data, 0, last)
            or (CODING.match(data) and not PLAIN_CODING.search(data, 0, 400))
        ):
            raise _Unsure
        starts = iter(places)
        place, at = next(starts), 0
        for literal in LITERAL.finditer(data):
            if b'"' in data[at : literal.start()] or b"'" in data[at : literal.start()]:
                raise _Unsure
            while place.start < literal.start():
                following = next(starts, None)
                if following is None:
                    return
                place = following
            if place.start < literal.end():
                raise _Unsure
            at = literal.end()
        if b'"' in data[at:last] or b"'" in data[at:last]:
            raise _Unsure
