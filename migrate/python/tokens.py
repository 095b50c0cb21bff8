"""The tokens of many files at once as columns of numbers, without a parser: what `clones` makes statements of."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

_threads = os.environ.get("OPENBLAS_NUM_THREADS")
os.environ["OPENBLAS_NUM_THREADS"] = (
    "1"  # nothing here multiplies matrices; starting threads takes a third of the import
)
import numpy as np  # noqa: E402

if _threads is None:
    del os.environ["OPENBLAS_NUM_THREADS"]
else:
    os.environ["OPENBLAS_NUM_THREADS"] = _threads


if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.signedinteger]
    Sorts = NDArray[np.uint8]
    Flags = NDArray[np.bool_]

STRINGS = rb"""
        "(?: ""[^"\\]*+ (?>(?:(?:\\.|""?(?!"))[^"\\]*+)*) \"""  | [^"\\\n]*+ (?>(?:\\.[^"\\\n]*+)*) " )
      | '(?: ''[^'\\]*+ (?>(?:(?:\\.|''?(?!'))[^'\\]*+)*) '''   | [^'\\\n]*+ (?>(?:\\.[^'\\\n]*+)*) ' )
"""
TOKEN = re.compile(
    rb"""
    [ ]*+ (
      [A-Za-z_\x80-\xff][\w\x80-\xff]*+(?!["'])
    | [()\[\]{},:=+\-*/%%<>!&|^~@;] | \.(?![0-9])
    | \n\s*+
    | [A-Za-z]{0,2} (?: %b )
    | \\\n | \#[^\n]*+ | \.?[0-9][\w.]*+ | [^\s\w] | \w++
    )
    """
    % STRINGS,
    re.DOTALL | re.VERBOSE,
)
"""A token; the commonest kinds first. Prefixes do not matter: a backslash keeps a quote from ending any string.
Groups are atomic, never possessive (`(?:…)*+`): up to Python 3.11.4 those fail to match what they should."""
KEYWORDS = frozenset(
    b"False None True and as assert async await break class continue def del elif else except finally for from global "
    b"if import in is lambda nonlocal not or pass raise return try while with yield".split()
)

APART = re.compile(rb"""( %b | \\\n | \#[^\n]*+ | " | ' )""" % STRINGS, re.DOTALL | re.VERBOSE)
"""What numpy cannot tell from the bytes around it: a string without its prefix, a comment, the end of a line that goes on,
and a quote that opens no string. Each begins with a character of its own: so the search skips all else."""
NAME, STRING, NUMBER, WORD, SIGN, OPEN, CLOSE, NEWLINE, NOTHING = range(9)
SHORT = 40
"""Longer tokens are rarely met twice: they are hashed anew rather than remembered."""
REMEMBERED = 60_000


class _Values(dict[bytes, int]):
    """Token → from the lowest bit up: 32 bits of hash (of a line end: the indentation that follows), 4 bits of kind, and
    how many lines it goes on for."""

    def __missing__(self, token: bytes) -> int:
        value = _value(token)
        if len(token) <= SHORT:
            if len(self) > REMEMBERED:
                self.clear()
            self[token] = value
        return value


def _value(token: bytes) -> int:
    first = token[0]
    if first == 10:
        indentation = token.rpartition(b"\n")[2].rpartition(b"\f")[2].expandtabs(8)
        return token.count(b"\n") << 36 | NEWLINE << 32 | len(indentation)
    if first == 35 or token == b"\\\n":
        return token.count(b"\n") << 36 | NOTHING << 32
    hashed = crc32(token)
    if token[-1] in b"\"'" and len(token) > 1:
        return token.count(b"\n") << 36 | STRING << 32 | hashed | 1
    if token in KEYWORDS:
        return WORD << 32 | hashed
    if first == 95 or first >= 128 or token[:1].isalpha():
        return NAME << 32 | hashed & ~1
    if 48 <= first <= 57 or len(token) > 1:
        return NUMBER << 32 | hashed | 1
    return (OPEN if token in b"([{" else CLOSE if token in b")]}" else SIGN) << 32 | hashed


VALUES = _Values()


class Tokens(NamedTuple):
    """The tokens of files one after another, each file with an empty line before it."""

    values: NDArray[np.uint64]
    """As `_Values` has them."""
    texts: Sequence[bytes]
    file_at: list[int]
    """Where the tokens of each file begin, and where the last ones end."""


def tokens_of(files: Sequence[bytes]) -> Iterator[Tokens]:
    """The tokens of these files, all of whose lines end with a line feed; some files in the first, more in the next."""
    split = [_taken_apart(data) for data in files]
    for plain, group in groupby(zip(files, split, strict=True), key=lambda pair: pair[1] is not None):
        if plain:
            yield _by_bytes([parts for _, parts in group if parts])
        else:
            yield _by_pattern([data for data, _ in group])


def _by_pattern(files: Sequence[bytes]) -> Tokens:
    """The tokens of any files, one by one."""
    texts: list[bytes] = []
    file_at = [0]
    for data in files:
        texts += TOKEN.findall(b"\n" + data)
        file_at.append(len(texts))
    return Tokens(np.fromiter(map(VALUES.__getitem__, texts), np.uint64, len(texts)), texts, file_at)


# --- by the bytes alone ----------------------------------------------------------------------------------------------
# Of files whose code is ASCII without tabs, as that of most files is, numpy tells where tokens begin from each byte and the one
# before it, and hashes all words at once: that takes half as long as `_by_pattern`, which says what is right.

START, MARK = b"\2", b"\1"
"""What stands in place of the empty line before a file, and of what has been taken apart."""
PLAIN = b"".join((MARK, b"\n", bytes(range(0x20, 0x7F))))
AIR, BREAK, WORDS, DOT, DIGITS, OTHER, APART_HERE = range(7)
SORTS = np.full(256, OTHER, dtype=np.uint8)
for _sort, _bytes in (
    (AIR, b" "),
    (BREAK, START + b"\n"),
    (WORDS, b"_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    (DOT, b"."),
    (APART_HERE, MARK),
):
    SORTS[list(_bytes)] = _sort
IS_DIGIT = np.zeros(256, dtype=np.bool_)
IS_DIGIT[list(b"0123456789")] = True
SIGNS = np.array([_value(bytes((byte,))) if SORTS[byte] in (DOT, OTHER) else 0 for byte in range(256)], dtype=np.uint64)
LONGEST = 64
"""Longer words are hashed one by one."""
_bits = np.empty((LONGEST, 256), dtype=np.uint32)
_bits[0] = [crc32(bytes((byte,))) ^ crc32(b"\0") for byte in range(256)]
for _after in range(1, LONGEST):
    _bits[_after] = _bits[0][_bits[_after - 1] & 0xFF] ^ (_bits[_after - 1] >> 8)
BITS = _bits.ravel()
"""What a byte does to the crc32 of a word, by how many follow it: the hash is the sum (without carry) of these, and of..."""
ZEROS = np.array([crc32(bytes(length)) for length in range(LONGEST + 1)], dtype=np.uint32)
"""... the hash of as many null bytes."""
KEYWORD_SLOTS = 4096
KEYWORD_AT = np.zeros(KEYWORD_SLOTS, dtype=np.uint32)
KEYWORD_LENGTH = np.zeros(KEYWORD_SLOTS, dtype=np.int64)
for _word in KEYWORDS:
    KEYWORD_AT[crc32(_word) % KEYWORD_SLOTS], KEYWORD_LENGTH[crc32(_word) % KEYWORD_SLOTS] = crc32(_word), len(_word)

Parts = tuple[bytes, list[bytes]]
"""A file's code with marks where something has been taken out, and what that was."""


def _taken_apart(data: bytes) -> Parts | None:
    """None for a file whose bytes alone do not tell its tokens."""
    parts = APART.split(data)
    code, out = MARK.join(parts[::2]), parts[1::2]
    if code.translate(None, PLAIN) or code.count(MARK) != len(out) or b'"' in out or b"'" in out:
        return None
    return code, out


class _Slices(Sequence[bytes]):
    """The text of each token, made when it is asked for."""

    def __init__(self, text: bytes, begin: Places, end: Places, marks: list[int], out: list[bytes]) -> None:
        self.text, self.begin, self.end, self.marks, self.out = text, begin, end, marks, out

    def __len__(self) -> int:
        return len(self.begin)

    def __getitem__(self, index: Any) -> Any:
        text = self.text[self.begin[index] : self.end[index]]
        return self.out[bisect_left(self.marks, index)] if text == MARK else text


def _by_bytes(files: Sequence[Parts]) -> Tokens:
    """The tokens of files that could be taken apart, all at once."""
    text = START + START.join([code for code, _ in files])
    out = [token for _, tokens in files for token in tokens]
    byte = np.frombuffer(text, np.uint8)
    (at,) = SORTS[byte].nonzero()
    here = byte[at]
    sort = SORTS[here]
    count = len(at)
    before, near = np.zeros(count, np.uint8), np.zeros(count, np.bool_)
    before[1:], near[1:] = sort[:-1], at[1:] - at[:-1] == 1
    begins = ~(((sort == WORDS) & (before == WORDS) & near) | ((before == BREAK) & (here == 10)))
    _join_numbers(begins, sort, before, near, here)

    (first,) = begins.nonzero()
    stop = np.append(first[1:], count)
    begin, end, sort = at[first], at[stop - 1] + 1, sort[first]
    values = SIGNS[here[first]]
    (lines,) = (sort == BREAK).nonzero()
    indent = np.append(at, len(text))[stop[lines]] - end[lines]
    values[lines] = (stop - first)[lines] << 36 | NEWLINE << 32 | indent
    (words,) = ((sort == WORDS) | (sort == DIGITS)).nonzero()
    values[words] = _words(text, byte, begin[words], end[words], sort[words] == DIGITS)
    (marks,) = (sort == APART_HERE).nonzero()

    kept = np.ones(len(first), np.bool_)
    prefix = marks - 1
    length = end[prefix] - begin[prefix]
    likely = (sort[prefix] == WORDS) & (end[prefix] == begin[marks]) & (length <= 2)
    for number in likely.nonzero()[0].tolist():
        word = text[begin[prefix[number]] : end[prefix[number]]]
        if word.isalpha() and out[number][0] in b"\"'":
            out[number] = word + out[number]
            kept[prefix[number]] = False
    values[marks] = np.fromiter(map(VALUES.__getitem__, out), np.uint64, len(out))

    values, begin, end, sort = values[kept], begin[kept], end[kept], sort[kept]
    texts = _Slices(text, begin, end, (sort == APART_HERE).nonzero()[0].tolist(), out)
    return Tokens(values, texts, [*(byte[begin] == START[0]).nonzero()[0].tolist(), len(values)])


def _join_numbers(begins: Flags, sort: Sorts, before: Sorts, near: Flags, here: Sorts) -> None:
    """Let a number go on over letters and dots, as far as they stand together, and begin with the dot before its first digit."""
    (digits,) = (begins & IS_DIGIT[here]).nonzero()
    if not len(digits):
        return
    is_part = (sort == WORDS) | (sort == DOT)
    goes_on = near & is_part
    goes_on[1:] &= is_part[:-1]
    bounds = np.append((~goes_on).nonzero()[0], len(sort))
    ends = bounds[bounds.searchsorted(digits, side="right")]
    is_first = np.append(True, ends[1:] != ends[:-1])
    digits, ends = digits[is_first], ends[is_first]
    starts = digits - ((before[digits] == DOT) & near[digits])
    steps = np.zeros(len(sort) + 1, np.int8)
    steps[starts + 1] = 1
    steps[ends] -= 1
    begins &= steps[:-1].cumsum(dtype=np.int8) == 0
    sort[starts] = DIGITS


def _words(text: bytes, byte: Sorts, begin: Places, end: Places, is_number: Flags) -> NDArray[np.uint64]:
    """The values of words and numbers."""
    length = end - begin
    short = np.minimum(length, LONGEST)
    offsets = short.cumsum() - short
    after = (short - 1 + offsets).repeat(short) - np.arange(int(short.sum()))
    hashed = np.bitwise_xor.reduceat(BITS[after << 8 | byte[(end - 1).repeat(short) - after]], offsets) ^ ZEROS[short]
    for number in (length > LONGEST).nonzero()[0].tolist():
        hashed[number] = crc32(text[begin[number] : end[number]])
    slot = hashed % KEYWORD_SLOTS
    is_keyword = (KEYWORD_AT[slot] == hashed) & (KEYWORD_LENGTH[slot] == length) & ~is_number
    kind = np.where(is_number, NUMBER, np.where(is_keyword, WORD, NAME)).astype(np.uint64) << np.uint64(32)
    hashed = np.where(is_number, hashed | 1, np.where(is_keyword, hashed, hashed & 0xFFFFFFFE))
    values: NDArray[np.uint64] = kind | hashed
    return values
