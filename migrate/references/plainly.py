"""Tells from a file's bytes, and from Python's own table of its scopes, where it means a name that it imports once.

Most files that mention a name do no more than to import it at their top and to use it. A tree of each, with its scopes,
would cost most of the time of its renaming. Whatever is not plain here is left to `Index` and its kin.
"""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from migrate.python.imports import absolute
from migrate.references.names import Names
from migrate.references.proofs import Proofs
from migrate.references.screening import CODING, DOT_BEFORE, IMPORTED, LITERAL, PLAIN_CODING, REACH, STAR

TOP_IMPORT = re.compile(
    rb"^from[ \t]+([.\w]+)[ \t]+import[ \t]*"
    rb"(?:\(((?:[\w,\s]|#[^\r\n]*)*)\)|([\w, \t]*))[ \t]*(?:#[^\r\n]*)?\r?$",
    re.MULTILINE,
)
"""A from-import that begins its line: it stands at the top of the module."""
SPAN = re.compile(LITERAL.pattern + rb"|[\"']", re.DOTALL)
"""A comment or a string; a quote alone is one that neither begins nor ends a string."""
ESCAPED = re.compile(rb"\\(?:(?:x|u00|U000000)([2-7][0-9a-fA-F])|([01]?[0-7][0-7]))")
"""A letter, a digit or a quote in a string that is written as a number."""
AS = re.compile(rb"(?:[\s\\]|#[^\r\n]*[\r\n])+as\b")
KEYWORD = re.compile(rb"(?:[\s\\]|#[^\r\n]*[\r\n])*=(?!=)")
FROM_BEFORE = re.compile(rb"\bfrom[\s\\]+\Z")
WORD = frozenset(b"0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
INLINED = sys.version_info >= (3, 12)
"""Whether the table has no scope for most comprehensions, and does not tell their names from those around them."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What a file does with a name: it takes it from `target` by one import at its top, and says it at `spans`, there and
    wherever it uses it. A file that says the name and imports it from nowhere has neither: its own name is another.
    """

    target: str = ""
    spans: tuple[tuple[int, int], ...] = ()


def spotted(
    names: Names, path: PurePosixPath, wanted: Collection[str], taken: Collection[str]
) -> Mapping[str, Plain] | None:
    """For each name that is wanted, what the file does with it as far as its text tells: it holds if `is_proven` agrees.

    None where the text does not tell all: the file has a star import, shares its module's name with another, says one of the
    names in `taken`, or has the wanted ones in strings, as attributes, as keywords, or in an import of another kind.
    """
    data, module = names.data(path), names.names.get(path, "")
    if not module or len(names.paths.get(module, ())) != 1 or path.stem == "__init__":
        return None
    if not all(map(_is_plain, (*wanted, *taken))) or any(name.encode() in data for name in taken):
        return None
    if b"\f" in data or b"\0" in data or STAR.search(data) or not _says_all(data, wanted, path in names.folded):
        return None
    if (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")) or (
        CODING.match(data) and not PLAIN_CODING.search(data, 0, REACH)
    ):
        return None
    words = {name: list(places_of(data, name)) for name in wanted}
    code = _in_code(data, sorted(at for found in words.values() for at in found))
    if code is None:
        return None
    found: dict[str, Plain] = {}
    for name, places in words.items():
        plain = _plain(data, name, [at for at in places if at in code], module)
        if plain is None:
            return None
        found[name] = plain
    return found


def is_proven(proofs: Proofs, data: bytes, found: Mapping[str, Plain]) -> bool:
    """Whether each name that is imported is bound by that and in no other way in no other scope, in a file that can be parsed
    and does not say `__all__`.
    """
    names = [name for name, plain in found.items() if plain.target]
    if INLINED and any(_may_be_looped_over(data, name) for name in names):
        return False
    return proofs.proves(data, names)


def _may_be_looped_over(data: bytes, name: str) -> bool:
    """Whether the name stands between a `for` and the next `in`, or something like that in a string or a comment."""
    return re.search(rb"\bfor\b(?:(?!\bin\b).)*?\b%b\b" % name.encode(), data, re.DOTALL) is not None


def _is_plain(name: str) -> bool:
    """Whether the name is written in one way only, and has no meaning of its own."""
    return (
        name.isascii() and not name.startswith("__") and not keyword.iskeyword(name) and not keyword.issoftkeyword(name)
    )


def _says_all(data: bytes, wanted: Collection[str], folded: bool) -> bool:
    """Whether the names stand in the bytes wherever the code or a string means them: not in other letters, not by escapes, not
    in parts.
    """
    text = ESCAPED.sub(_unescaped, data)
    if folded:
        try:
            text = unicodedata.normalize("NFKC", text.decode()).encode()
        except UnicodeDecodeError:
            return False
    if b"\\N{" in data or (text is not data and any(text.count(n.encode()) != data.count(n.encode()) for n in wanted)):
        return False
    return not any(_is_sewn(text, name.encode()) for name in wanted)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    digits, octal = escape.groups()
    return bytes([int(digits, 16) if digits else int(octal, 8) & 127])


def _is_sewn(text: bytes, name: bytes) -> bool:
    """Whether two strings side by side, or two lines of one string, may make that name together, or with more after them."""
    for seam in _seam(name).finditer(text) if len(name) > 1 else ():
        quote, right = seam.start(1), seam.group(2)
        before = text[max(0, quote - len(name)) : quote]
        for count in range(1, len(name)):
            rest = name[count:]
            if before.endswith(name[:count]) and (rest.startswith(right) or right.startswith(rest)):
                return True
    return False


@lru_cache(maxsize=64)
def _seam(name: bytes) -> re.Pattern[bytes]:
    """Finds a part of the name at the end of a string that another one follows, or at the end of a line of one."""
    begun = rb""
    for letter in reversed(name[1:-1].decode()):
        begun = b"(?:%s%s)?" % (letter.encode(), begun)
    return re.compile(name[:1] + begun + rb"([\"'](?:[\s\\]|#[^\r\n]*[\r\n])+[rRuUbBfF]{0,2}[\"']+|\\\r?\n)(\w+)")


def places_of(data: bytes, name: str) -> Iterator[int]:
    """Where the name stands and no other ASCII letter, digit or underscore beside it."""
    word = name.encode()
    at = data.find(word)
    while at >= 0:
        end = at + len(word)
        if (not at or data[at - 1] not in WORD) and (end == len(data) or data[end] not in WORD):
            yield at
        at = data.find(word, at + 1)


def _in_code(data: bytes, places: list[int]) -> frozenset[int] | None:
    """Those of the places that lie in code; the others lie in comments. None where one lies in a string, or nobody can tell."""
    last = places[-1] if places else 0
    spans = []
    for match in SPAN.finditer(data):
        if match.start() > last:
            break
        spans.append(match.span())
    code = []
    for at in places:
        number = bisect_right(spans, (at, len(data))) - 1
        if number < 0 or spans[number][1] <= at:
            code.append(at)
        elif data[spans[number][0]] != ord("#"):
            return None
    if any(end - start == 1 and data[start] != ord("#") for start, end in spans):
        return None
    if sys.version_info >= (3, 12) and any(_is_cut(data, start, end) for start, end in spans):
        return None
    return frozenset(code)


def _is_cut(data: bytes, start: int, end: int) -> bool:
    """Whether a string is an f-string that may go on: quotes within its braces were not always its end."""
    if data[start - 1] not in b"fFrRtT":
        return False
    return data.rfind(b"{", start, end) > data.rfind(b"}", start, end)


def _plain(data: bytes, name: str, places: list[int], module: str) -> Plain | None:
    """What the code of the file does with the name, which stands at these places; None where it is not plain."""
    size, written = len(name), ""
    imports = [match.span() for match in IMPORTED.finditer(data)] if places else []
    for at in places:
        before = data[max(0, at - REACH) : at]
        if before[-1:] > b"\x7f" or data[at + size : at + size + 1] > b"\x7f":  # a part of another name, perhaps
            return None
        if DOT_BEFORE.search(before) or FROM_BEFORE.search(before) or KEYWORD.match(data, at + size):
            return None
        if any(start <= at < stop for start, stop in imports):
            if written or AS.match(data, at + size):
                return None
            written = _top_import(data, at)
            if not written:
                return None
    if not written:
        return Plain()
    bare = written.lstrip(".")
    target = absolute(bare, len(written) - len(bare), module, False)
    return Plain(target, tuple((at, at + size) for at in places)) if target else None


def _top_import(data: bytes, at: int) -> str:
    """The module, as it is written, of the from-import at the top of the file in whose list of names that place lies."""
    start = data.rfind(b"\nfrom", 0, at) + 1
    match = TOP_IMPORT.match(data, start)
    if match is None or not any(match.start(group) <= at < match.end(group) for group in (2, 3)):
        return ""
    return match.group(1).decode()
