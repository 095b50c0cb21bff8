"""Finds the line on which each key of a TOML text stands, which tomllib knows and does not tell."""

from __future__ import annotations

import re
import tomllib
from typing import NoReturn

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top: `("phase", 0, "step", 2, "codemod")`."""

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotes may stand right before the closing three
    r"|'''.*?'''(?:'{0,2})"
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""",
    re.DOTALL,
)
SCALAR = re.compile(r"[^,\]}#\n]+")


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, counted from 1, of every key, table and list item. `text` is TOML that tomllib has read without complaint."""
    return _Scan(text).lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {(): 1}
        self._counted = (0, 1)
        self._tables: dict[KeyPath, int] = {}  # array of tables → how many it has so far
        here: KeyPath = ()
        self._skip(BLANK)
        while self.at < len(text):
            if self._take("["):
                here = self._header()
            else:
                self._pair(here)
            self._skip(BLANK)

    def _line(self) -> int:
        """The line of the current place; asked in the order of the text, so that counting stays linear."""
        place, line = self._counted
        line += self.text.count("\n", place, self.at)
        self._counted = (self.at, line)
        return line

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            self._lost()
        self.at = match.end()
        return match.group()

    def _take(self, mark: str) -> bool:
        there = self.text.startswith(mark, self.at)
        self.at += len(mark) if there else 0
        return there

    def _lost(self) -> NoReturn:
        raise ValueError(f"not TOML at line {self._line()}: {self.text[self.at : self.at + 20]!r}")

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip(SPACE)
            raw = self._skip(KEY)
            keys.append(tomllib.loads(f"key = {raw}")["key"] if raw[0] in "\"'" else raw)
            self._skip(SPACE)
            if not self._take("."):
                return keys

    def _header(self) -> KeyPath:
        line = self._line()
        several = self._take("[")
        keys = self._keys()
        if not self._take("]" * (1 + several)):
            self._lost()
        path: KeyPath = ()
        for key in keys[:-1]:
            path = (*path, key)
            self.lines.setdefault(path, line)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        path = (*path, keys[-1])
        if several:
            self.lines.setdefault(path, line)
            self._tables[path] = self._tables.get(path, 0) + 1
            path = (*path, self._tables[path] - 1)
        self.lines[path] = line
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        if not self._take("="):
            self._lost()
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._skip(BLANK)
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            self._inline_table(path)
        elif self.text[self.at : self.at + 1] in ('"', "'"):
            self._skip(STRING)
        else:
            self._skip(SCALAR)

    def _list(self, path: KeyPath) -> None:
        position = 0
        while True:
            self._skip(BLANK)
            if self._take("]"):
                return
            self.lines[(*path, position)] = self._line()
            self._value((*path, position))
            position += 1
            self._skip(BLANK)
            self._take(",")

    def _inline_table(self, path: KeyPath) -> None:
        while True:
            self._skip(BLANK)
            if self._take("}"):
                return
            self._pair(path)
            self._skip(BLANK)
            self._take(",")
