"""Import statements that their own lines and those around them tell all about, without a parser; and where the others are."""

from __future__ import annotations

import re
from typing import NamedTuple

from migrate.python.outline import Outline, is_continued

WORD = re.compile(rb"import\b")
BEGUN = re.compile(rb"[ \t]*(?:from[ \t]+(\.*)[ \t]*((?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)?)[ \t]+)?$")
"""What stands before `import` on the line of a plain statement."""
END = rb"[ \t]*(?:#[^\r\n]*)?\r?(?:\n|$)"
NAME = rb"[A-Za-z_]\w*+(?:[ \t]+as[ \t]+[A-Za-z_]\w*+)?"
DOTTED = rb"[A-Za-z_]\w*+(?>(?:\.[A-Za-z_]\w*+)*)(?:[ \t]+as[ \t]+[A-Za-z_]\w*+)?"
FROM_REST = re.compile(
    rb"import[ \t]*(?:\(([\w\s,]*+(?>(?:#[^\n]*+\n[\w\s,]*+)*))\)|[ \t](\*|%b(?>(?:[ \t]*,[ \t]*%b)*)))%b"
    % (NAME, NAME, END)
)
IMPORT_REST = re.compile(rb"import[ \t]+(%b(?>(?:[ \t]*,[ \t]*%b)*))%b" % (DOTTED, DOTTED, END))
COMMENT = re.compile(rb"#[^\n]*")
HEADER = re.compile(
    rb"(?:async[ \t]+)?def[ \t]+(?P<function>[A-Za-z_]\w*)[ \t]*\(|class[ \t]+(?P<class>[A-Za-z_]\w*)[ \t]*[(:]"
    rb"|if\b(?P<if>[^\"'#\r\n]*):[ \t]*(?:#[^\n]*)?$|for[ \t](?P<loop>)[^\"'#\r\n]*:[ \t]*(?:#[^\n]*)?$"
)
"""How the line begins, or all of it, above whose block an import stands under a condition that this line tells all about."""


class Block(NamedTuple):
    """A class, a function, an `if` or a loop around a statement, with its name or its test."""

    kind: str
    text: str


class ImportLine(NamedTuple):  # a tuple: a tree has thousands of them
    """One import statement as its lines tell it."""

    line: int
    end_line: int
    is_from: bool
    level: int
    written: str
    """The module of a `from`."""
    names: tuple[tuple[str, str], ...]
    """(name, what follows `as` or nothing) as written."""
    inside: tuple[Block, ...]
    """What it stands in, from the outside in."""


def import_lines(outline: Outline) -> tuple[list[ImportLine], list[int]]:
    """The statements that their lines tell all about, and the places of all others, and of whatever may be one.

    Right for a file that can be parsed.
    """
    code = outline.code
    found: list[ImportLine] = []
    others: list[int] = []
    line, counted = 1, 0
    for match in WORD.finditer(code):
        place = match.start()
        start = code.rfind(b"\n", 0, place) + 1
        begun = BEGUN.match(code, start, place)
        rest = None
        if begun and not (start and is_continued(code, start)):
            rest = (IMPORT_REST if begun[1] is None else FROM_REST).match(code, place)
        inside = None
        if rest:
            inside = _blocks_around(code, start) if code[start] in b" \t" else []
        if begun is None or rest is None or inside is None:
            if outline.is_code(place) is not False:
                others.append(place)
            continue
        line += code.count(b"\n", counted, start)
        counted = start
        names = rest[rest.lastindex or 1]
        end_line = line + names.count(b"\n")
        if b"#" in names:
            names = COMMENT.sub(b"", names)
        level, written = (0, b"") if begun[1] is None else (len(begun[1]), begun[2])
        found.append(
            ImportLine(line, end_line, begun[1] is not None, level, written.decode(), _names(names), tuple(inside))
        )
    return found, others


def _names(text: bytes) -> tuple[tuple[str, str], ...]:
    said = [item.split() for item in text.decode().split(",")]
    return tuple([(words[0], words[2] if len(words) == 3 else "") for words in said if words])


def _blocks_around(code: bytes, start: int) -> list[Block] | None:
    """What is around the line that starts there, from the outside in; None where the lines above do not tell."""
    width = _indentation(code, start)
    indent = code[start : start + width]
    found: list[Block] = []
    closing = False
    while start and (indent or closing):
        start, end = code.rfind(b"\n", 0, start - 1) + 1, start - 1
        if code.startswith(indent, start) and not closing:
            continue
        width = _indentation(code, start)
        if start + width >= end or code[start + width] in b"#\r":
            continue
        around = code[start : start + width]
        if closing and around != indent:
            if not around.startswith(indent):
                return None
            continue
        if not indent.startswith(around):
            return None
        if code[start + width] == 0x29 and not closing:
            indent, closing = around, True  # the end of a header that takes several lines
            continue
        header = HEADER.match(code, start + width, end)
        if header is None or is_continued(code, start):
            return None
        kind = header.lastgroup or ""
        text = header[kind].decode("utf-8", "replace")
        if (closing and kind not in ("function", "class")) or (kind == "if" and "else" in text):
            return None
        found.append(Block(kind, text))
        indent, closing = around, False
    return None if closing else found[::-1]


def _indentation(code: bytes, start: int) -> int:
    """How many blanks the line that starts there begins with."""
    end = start
    while code[end : end + 1] in (b" ", b"\t"):
        end += 1
    return end - start
