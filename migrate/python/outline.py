"""What a file's text tells of it without a parser: its code without long strings, and where its top-level statements begin."""

from __future__ import annotations

import codecs
import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

PLAIN = re.compile(
    rb"""(?>(?:[^"'#\n\\]++|\\[^\n]|"(?!"")(?>(?:[^"\\\n]|\\[^\n])*)"|'(?!'')(?>(?:[^'\\\n]|\\[^\n])*)')*)"""
)
"""Code and whole short strings on one line: it ends before a comment, a long string, or what is left open."""
BLANK = bytes(byte if byte == 0x0A else 0x20 for byte in range(256))
CODING = re.compile(rb"coding[:=][ \t]*+(?!utf-?8\b)", re.IGNORECASE)
FORMATTED = re.compile(rb"(?:[fFtT][rR]?|[rR][fFtT])[\"']")
NESTED_QUOTES = sys.version_info >= (3, 12)
"""Whether the braces of a formatted string may hold its own quotes."""
STATEMENT = re.compile(rb"\n(?!else\b|elif\b|except\b|finally\b)(?=[A-Za-z_@])")
BLOCK = re.compile(rb"class[ \t]|def[ \t]|async[ \t]+def[ \t]|(?:if|for|while|with|try)\b|@")
"""How a line begins that cannot stand inside brackets and be parsed all the same."""
CLASS = re.compile(rb"class[ \t\\]")
OPERATORS = bytes(set(range(256)).difference(b".([+-*/%@&|^<>~"))
DEEP = 1000
"""So many operators in one expression may make a tree too deep for Python; far more do."""
LEVEL = 4
CLASS_HEAD = re.compile(
    rb"class[^\n#\"'()]*(?:\([^\n#\"'()]*\))?[ \t]*:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)* {4}(?=[^\s#])"
)
"""A class whose body is indented by so many blanks, up to its first statement."""
MEMBER = re.compile(rb"\n(?= {4}(?:@|def[ \t]|async[ \t]+def[ \t]|class[ \t]))")
WORTHWHILE = 2000
"""Below so many bytes a class is not cut."""

Cut = tuple[tuple[int, int], ...]
"""From where to where in the bytes, in order: what is to be parsed together, with the lines between left empty."""


class Outline:
    """The bytes of a file that is UTF-8, and what lies where. Whether it can be parsed is not known here."""

    def __init__(self, data: bytes, code: bytes) -> None:
        self.data = data
        self.code = code
        """The same, place by place, with blanks inside strings of three quotes."""

    @cached_property
    def starts(self) -> list[int]:
        """Where lines begin that may begin a statement at the top; every statement with a block is among them."""
        first = [0] if self.code[:1].isalpha() or self.code[:1] in (b"_", b"@") else []
        return first + [match.end() for match in STATEMENT.finditer(self.code)]

    @cached_property
    def classes(self) -> list[int]:
        """Where the lines begin on which a class statement begins."""
        found = []
        for match in CLASS.finditer(self.code):
            start = self.code.rfind(b"\n", 0, match.start()) + 1
            if not self.code[start : match.start()].strip(b" \t"):
                found.append(start)
        return found

    def block(self, place: int) -> tuple[int, int] | None:
        """From where to where the top-level statement with that place reaches, if it is one that has a block.

        What is cut out so is that statement (perhaps with more after it) if it can be parsed by itself.
        """
        starts = self.starts
        at = bisect_right(starts, place)
        if not at or not BLOCK.match(self.code, starts[at - 1]):
            return None
        first = at - 1
        while self.code[starts[at - 1]] == 0x40 and at < len(starts):
            at += 1
        while first and self.code[starts[first - 1]] == 0x40:
            first -= 1
        if is_continued(self.code, starts[first]):
            return None
        return starts[first], starts[at] if at < len(starts) else len(self.code)

    def cut(self, block: tuple[int, int], places: Sequence[int]) -> Cut:
        """What of such a statement is to be parsed to have what is at these places: of a large class only the members there
        and what stands before the first of all.
        """
        start, end = block
        if end - start < WORTHWHILE or not (head := CLASS_HEAD.match(self.code, start, end)):
            return (block,)
        members = [match.end() for match in MEMBER.finditer(self.code, head.end() - LEVEL - 2, end)]
        if not members:
            return (block,)
        wanted = [(start, members[0])]
        for place in places:
            at = bisect_right(members, place)
            if not at or wanted[-1][1] > place:
                continue
            first = at - 1
            while first and self.code[members[first - 1] + LEVEL] == 0x40:
                first -= 1
            while self.code[members[at - 1] + LEVEL] == 0x40 and at < len(members):
                at += 1
            wanted.append((members[first], members[at] if at < len(members) else end))
        return tuple(wanted)

    def is_code(self, place: int) -> bool | None:
        """Whether neither a string nor a comment holds that place; None where it cannot be told from its line."""
        start = self.code.rfind(b"\n", 0, place) + 1
        if is_continued(self.code, start):
            return None
        prefix = self.code[start:place]
        if not (b'"' in prefix or b"'" in prefix or b"#" in prefix):
            return True
        if b'"""' in prefix or b"'''" in prefix or (NESTED_QUOTES and FORMATTED.search(prefix)):
            return None
        match = PLAIN.match(self.code, start)
        end = match.end() if match else start
        if end >= place:
            return PLAIN.fullmatch(prefix) is not None
        return False if self.code[end] == 0x23 else None

    @cached_property
    def may_be_deep(self) -> bool:
        """Whether an expression or a chain of `elif` may be so long that Python makes no tree of it."""
        data = self.data
        if len(data) <= DEEP:
            return False
        if data.count(b"elif") > DEEP:
            return True
        return len(data.translate(None, OPERATORS)) > DEEP and any(
            len(part) > DEEP and len(part.translate(None, OPERATORS)) > DEEP for part in data.split(b"def ")
        )


def is_continued(data: bytes, start: int) -> bool:
    """Whether the line that starts there goes on with the one above."""
    return data[max(0, start - 2) : start] == b"\\\n" or data[max(0, start - 3) : start] == b"\\\r\n"


def outline_of(data: bytes) -> Outline | None:
    """The outline of a file, or None where its text alone does not tell: another encoding, other line ends, odd strings."""
    if b"\0" in data or b"\f" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    second = data.find(b"\n", data.find(b"\n") + 1)
    head = data[: second if second >= 0 else len(data)]
    if CODING.search(head) or (head.startswith(codecs.BOM_UTF8) and b"coding" in head):
        return None
    code = _without_long_strings(data)
    return None if code is None else Outline(data, code)


def _without_long_strings(data: bytes) -> bytes | None:
    parts: list[bytes] = []
    done = place = 0
    double = single = -1
    while True:
        double = _next(data, b'"""', double, place)
        single = _next(data, b"'''", single, place)
        opening = min(double, single)
        if opening == len(data):
            break
        above = data.rfind(b"\n", place, opening) + 1
        start = above or place
        if above and is_continued(data, start):
            before = data.rfind(b"\n", 0, start - 1) + 1
            if is_continued(data, before) or b'"' in data[before:start] or b"'" in data[before:start]:
                return None  # a short string may reach here from the line above
        prefix = data[start:opening]
        if b'"' in prefix or b"'" in prefix or b"#" in prefix or b"\\" in prefix:
            if NESTED_QUOTES and FORMATTED.search(prefix):
                return None
            plain = PLAIN.match(data, start)
            opening = plain.end() if plain else start
            if data[opening : opening + 1] in (b"#", b"\n", b""):
                place = data.find(b"\n", opening)
                if place < 0:
                    break
                continue
            if data[opening : opening + 3] not in (b'"""', b"'''"):
                return None
        closing = _closing(data, data[opening : opening + 3], opening + 3)
        if closing < 0:
            return None
        inside = data[opening + 3 : closing]
        if NESTED_QUOTES and b"{" in inside and FORMATTED.search(data, max(0, opening - 2), opening + 1):
            return None
        parts += data[done : opening + 3], inside.translate(BLANK)
        done = closing
        place = closing + 3
    return b"".join((*parts, data[done:])) if parts else data


def _next(data: bytes, text: bytes, known: int, place: int) -> int:
    """Where the text stands next, if that is not known from before; the end of the data if nowhere."""
    if known >= place:
        return known
    found = data.find(text, place)
    return found if found >= 0 else len(data)


def _closing(data: bytes, quotes: bytes, place: int) -> int:
    """Where those quotes stand next that no backslash takes the meaning from; -1 if nowhere."""
    start = place
    while (found := data.find(quotes, place)) >= 0:
        before = found
        while before > start and data[before - 1] == 0x5C:
            before -= 1
        if not (found - before) % 2:
            return found
        place = found + 1
    return -1
