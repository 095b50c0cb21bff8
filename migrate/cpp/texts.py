"""C++ text in one canonical form, so that a line break or a comment makes no other type, signature or key of it."""

from __future__ import annotations

import re

TOKEN = re.compile(
    rb"""//[^\n]*|/\*.*?\*/                  # a comment
    |(?:u8|[uUL])?R"([^ ()\\\t\v\f\n]{0,16})\(.*?\)\1"   # a raw string
    |(?:u8|[uUL])?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |[\w$\x80-\xff]+|::|->|&&|\s+|.""",
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile(r"[\w$]")


def plain(text: bytes) -> str:
    """The text without comments and line breaks, blanks only where they part words and after commas: `std::map<int, T>&`."""
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


def last_name(name: str) -> str:
    """`create` of `ns::X<a::b>::create<c::d>`."""
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
