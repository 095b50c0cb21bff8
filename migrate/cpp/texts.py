"""C++ text in one canonical form, so that a line break or a comment makes no other type, signature or key of it."""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(
    rb"""//[^\n]*|/\*.*?\*/                  # a comment
    |(?:u8|[uUL])?R"([^ ()\\\t\v\f\n]{0,16})\(.*?\)\1"   # a raw string
    |(?:u8|[uUL])?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |[\w$\x80-\xff]+|::|->|&&|\s+|.""",
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile(r"[\w$]")
SIMPLE = re.compile(rb"[A-Za-z0-9_:]*")
NO_CODE = re.compile(
    rb"""//[^\n]*|/\*.*?\*/|((?:u8|[uUL])?R"([^ ()\\\t\v\f\n]{0,16})\(.*?\)\2"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.DOTALL,
)
"""A comment, or (group 1) a string that may hold what looks like one."""


@lru_cache(maxsize=4096)  # the same types and names come again and again
def plain(text: bytes) -> str:
    """The text without comments and line breaks, blanks only where they part words and after commas: `std::map<int, T>&`."""
    if SIMPLE.fullmatch(text):
        return text.decode()
    out = ""
    for match in TOKEN.finditer(text):
        token = match[0].decode("utf-8", "backslashreplace")
        if token.isspace() or token.startswith(("//", "/*")):
            continue
        both_words = out and WORD.match(out[-1]) and WORD.match(token)
        if both_words or (out.endswith((",", "&", "*", ">")) and (out.endswith(",") or WORD.match(token))):
            out += " "
        out += token
    return out


def bare(text: bytes) -> bytes:
    """The text without comments and white space: what two layouts of the same code have in common."""
    if b"//" in text or b"/*" in text:
        text = NO_CODE.sub(lambda match: match[1] or b" ", text)
    return b"".join(text.split())


def last_name(name: str) -> str:
    """`create` of `ns::X<a::b>::create<c::d>`."""
    if "<" not in name:
        return name.rpartition(":")[2].strip()
    depth, start, end = 0, 0, len(name)
    for at, letter in enumerate(name):
        if letter == "<":
            if not depth:
                end = at
            depth += 1
        elif letter == ">":
            depth -= 1
        elif letter == ":" and not depth:
            start, end = at + 1, len(name)
    return name[start:end].strip()
