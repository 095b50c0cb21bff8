"""Where the parser's nodes lie in a file's bytes, and edits that leave every other byte alone."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from migrate.python.source import Source

LINE_END = re.compile(rb"\r\n|\r|\n")
IDENTIFIER = re.compile(rb"[\w\x80-\xff]+")
BOM = b"\xef\xbb\xbf"
STRING_START = re.compile(rb"[rRuUbB]{0,2}(\"\"\"|'''|\"|')")
STATEFUL = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
"""Encodings in which the bytes of a line cannot be told from the line's text alone."""


class Unplaced(Exception):
    """The place of a node in the bytes cannot be proven; nothing should be edited there."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The data with all edits made; the same edit twice counts once. Raises ValueError where two overlap."""
    out, at = [], 0
    for edit in sorted(set(edits)):
        if edit.start < at:
            raise ValueError(f"two edits at byte {edit.start}")
        out += [data[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*out, data[at:]])


def newline_of(data: bytes) -> bytes:
    """The line end that the file uses most; a line feed where it has none."""
    crlf, feeds = data.count(b"\r\n"), data.count(b"\n")
    if data.count(b"\r") - crlf > feeds:
        return b"\r"
    return b"\r\n" if crlf * 2 > feeds else b"\n"


class Positions:
    """Byte offsets for the positions of one file's syntax tree, whatever its encoding, BOM and line ends."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = source.data
        self.starts = [len(BOM) if self.data.startswith(BOM) else 0]
        self.starts += [match.end() for match in LINE_END.finditer(self.data)]
        encoding = source.encoding.lower().replace("_", "-")
        self.utf8 = encoding in ("utf-8", "utf-8-sig", "ascii", "us-ascii")
        if encoding.replace("-", "").startswith(tuple(name.replace("-", "") for name in STATEFUL)):
            raise Unplaced(f"{source.path} is encoded as {source.encoding}")

    def encode(self, text: str) -> bytes:
        """The text in the file's encoding. Raises Unplaced where that cannot say it."""
        try:
            return text.encode("utf-8" if self.utf8 else self.source.encoding)
        except UnicodeEncodeError as error:
            raise Unplaced(
                f"{self.source.path} is encoded as {self.source.encoding}, which lacks a character"
            ) from error

    def decode(self, data: bytes) -> str:
        """The text of some of the file's bytes."""
        return data.decode("utf-8" if self.utf8 else self.source.encoding)

    def offset(self, line: int, column: int) -> int:
        """The byte at the parser's line (from 1) and column (UTF-8 bytes of the decoded line)."""
        start = self.starts[line - 1]
        if self.utf8:
            return start + column
        end = self.starts[line] if line < len(self.starts) else len(self.data)
        before = self.decode(self.data[start:end]).encode()[:column]
        return start + len(self.encode(before.decode()))

    def start(self, node: ast.AST) -> int:
        """The node's first byte."""
        return self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """The byte after the node."""
        return self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def line_start(self, line: int) -> int:
        """The first byte of that line (from 1); the end of the data for a line after the last."""
        return self.starts[line - 1] if line <= len(self.starts) else len(self.data)

    def line_of(self, offset: int) -> int:
        """The line (from 1) in which that byte lies."""
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= offset else (low, middle)
        return low + 1

    def checked(self, start: int, name: str) -> tuple[int, int]:
        """The span of that identifier at `start`. Raises Unplaced where the bytes there say something else.

        Python reads `ﬁne` as `fine` (NFKC): the span is then that of what is written.
        """
        end = start + len(self.encode(name))
        if self.data[start:end] == self.encode(name):
            return start, end
        while start and IDENTIFIER.match(self.data, start - 1):
            start -= 1
        if word := IDENTIFIER.match(self.data, start):
            try:
                written = self.decode(word.group())
            except UnicodeDecodeError:
                written = ""
            if unicodedata.normalize("NFKC", written) == name:
                return word.span()
        raise Unplaced(f"{self.source.path}: `{name}` is not at byte {start}")

    def name_span(self, node: ast.Name) -> tuple[int, int]:
        """The span of a name."""
        return self.checked(self.start(node), node.id)

    def attribute_span(self, node: ast.Attribute) -> tuple[int, int]:
        """The span of the last name of an attribute access."""
        return self.checked(self.end(node) - len(self.encode(node.attr)), node.attr)

    def string_start(self, node: ast.Constant) -> int:
        """The first byte inside the quotes of a one-piece string that says what is written.

        Raises Unplaced for strings with escapes, of several pieces, or inside an f-string.
        """
        start, end = self.start(node), self.end(node)
        opening = STRING_START.match(self.data, start)
        if opening is None or not isinstance(node.value, str):
            raise Unplaced(f"{self.source.path}:{node.lineno}: not a plain string")
        quote = opening.group(1)
        inner = self.data[opening.end() : end - len(quote)]
        if inner != self.encode(node.value) or not self.data[:end].endswith(quote):
            raise Unplaced(f"{self.source.path}:{node.lineno}: a string that is not written as it reads")
        return opening.end()

    def definition_span(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> tuple[int, int]:
        """The span of the name that a `def` or `class` statement defines."""
        keyword = re.compile(rb"(?:async(?:\s|\\\r?\n)+def|def|class)(?:[ \t\f]|\\\r?\n)+")
        match = keyword.match(self.data, self.start(node))
        if match is None:
            raise Unplaced(f"{self.source.path}:{node.lineno}: no definition there")
        return self.checked(match.end(), node.name)

    def from_span(self, node: ast.ImportFrom) -> tuple[int, int]:
        """The span of the dots and the module in a `from … import`. Raises Unplaced where they are oddly spaced."""
        written = "." * node.level + (node.module or "")
        match = re.compile(rb"from(?:[ \t\f]|\\\r?\n)*").match(self.data, self.start(node))
        if match is None:
            raise Unplaced(f"{self.source.path}:{node.lineno}: no import there")
        return self.checked(match.end(), written)
