"""Tokens found by numpy from the bytes alone are those that the pattern finds."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from migrate.python.tokens import Tokens, _by_bytes, _by_pattern, _taken_apart, tokens_of

PIECES = (
    "a", "b1", "_", "if", "in", "rb", "f", "abc", "x" * 70, "9", "1_0", "0x1F", "1.5", ".5", "1.", "..", ".", "e5", " ", "  ", "\n",
    "\n    ", " \n\n  ", "\\\n", "\\", "#", "# it's\n", '"', "'", '"""', "'''", '"s"', "'t'", '"""d\n"""', "rb'x'", 'f"{a}"', "(", ")",
    "[", "]", "{", "}", ":", ",", "=", "->", "@", "$", "?", "!", "\t", "\x0c", "\0", "\x01", "\x02", "\x7f", "é", "def ", "class ",
)  # fmt: skip
CODE = st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(str.encode)


def told(tokens: Tokens) -> list[tuple[int, bytes]]:
    """Every token's value, and its text but for the air around it."""
    texts = [tokens.texts[index].strip(b" \n\2") for index in range(len(tokens.texts))]
    return list(zip(tokens.values.tolist(), texts, strict=True))


def same(files: list[bytes]) -> None:
    """Hold the one against the other: the files that can be taken apart, all at once."""
    parts = [_taken_apart(data) for data in files]
    plain = [data for data, part in zip(files, parts, strict=True) if part is not None]
    if plain:
        fast, right = _by_bytes([part for part in parts if part is not None]), _by_pattern(plain)
        assert fast.file_at == right.file_at
        assert told(fast) == [(value, text.strip()) for value, text in told(right)]


@settings(max_examples=400, deadline=None)
@given(st.lists(CODE, min_size=1, max_size=4))
@example([b"a.5b.c 1..real x.e'', 5.e'' rb'' abc'' if'' r2''", b"x#c\nreturn b'x'"])
def test_any_text_has_the_same_tokens_either_way(files: list[bytes]) -> None:
    same(files)


def test_the_standard_library_has_the_same_tokens_either_way() -> None:
    files = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    texts = [file.read_bytes().replace(b"\r", b"") for file in files]
    taken = sum(_taken_apart(data) is not None for data in texts)
    assert taken > 0.9 * len(texts) > 100  # else this holds nothing against anything
    same(texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(CODE, max_size=6))
def test_files_that_bytes_do_not_tell_stand_among_the_others_in_order(files: list[bytes]) -> None:
    found = [
        (values, texts)
        for tokens in tokens_of(files)
        for number, start in enumerate(tokens.file_at[:-1])
        for values, texts in [
            (tokens.values[start : tokens.file_at[number + 1]].tolist(), tokens.file_at[number + 1] - start)
        ]
    ]
    alone = [_by_pattern([data]) for data in files]
    assert found == [(tokens.values.tolist(), len(tokens.values)) for tokens in alone]
