"""Puts lines beside, or in the place of, a literal line that a text file holds exactly once."""

from __future__ import annotations

import json
import textwrap
import tomllib
from pathlib import PurePosixPath
from typing import Literal

from migrate.errors import MigrateError, nearest
from migrate.model import Location
from migrate.python.edits import BOM, Edit, apply_edits, newline_of
from migrate.refactoring.draft import Draft
from migrate.refactoring.refused import Refused
from migrate.refactoring.snippets import Proof
from migrate.workspace import check_inside

Action = Literal["insert-before", "insert-after", "append", "replace", "delete"]


class Lines:
    """A text file as lines, each from one byte to another."""

    def __init__(self, draft: Draft, path: PurePosixPath) -> None:
        try:
            check_inside(path)
        except MigrateError as error:
            raise Refused("outside", error.what, error.hint) from error
        if not draft.workspace.exists(path):
            why = draft.workspace.skipped.get(path)
            known = [str(item) for item in draft.workspace.files]
            hint = f"it is {why}" if why else nearest(str(path), known, "give a path below the root")
            raise Refused("no-such-file", f"{path} is not there", hint)
        self.draft = draft
        self.path = path
        self.data = draft.workspace.read(path)
        if b"\0" in self.data:
            raise Refused("not-text", f"{path} holds null bytes", "name a text file", Location(path))
        self.newline = newline_of(self.data)
        self.spans: list[tuple[int, int]] = []
        at = len(BOM) if self.data.startswith(BOM) else 0
        for line in self.data[at:].splitlines(keepends=True):
            self.spans.append((at, at + len(line)))
            at += len(line)

    def stripped(self, text: bytes) -> list[bytes]:
        """The lines of a text, without blanks at their ends."""
        return [line.strip() for line in text.splitlines()]

    def encode(self, text: str) -> bytes:
        """The text in the file's encoding: UTF-8, or ASCII where the file is something else. Raises Refused."""
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            if not text.isascii():
                where = Location(self.path)
                raise Refused("encoding", f"{self.path} is not UTF-8", "use ASCII letters only", where) from error
        return text.encode()

    def find(self, text: str) -> list[int]:
        """The numbers of the lines, from 0, where these lines stand."""
        wanted = self.stripped(self.encode(text))
        while wanted and not wanted[0]:
            wanted.pop(0)
        there = [self.data[start:end].strip() for start, end in self.spans]
        return [at for at in range(len(there) - len(wanted) + 1) if wanted and there[at : at + len(wanted)] == wanted]


def change_lines(draft: Draft, path: PurePosixPath, action: Action, anchor: str, code: str, proof: Proof) -> None:
    """Carry the action out at the anchor. Raises Refused where the anchor stands there not once, or the result is broken."""
    lines = Lines(draft, path)
    text = textwrap.dedent(code).strip("\r\n")
    body = [lines.encode(line) for line in text.splitlines()]
    if action == "append":
        _append(lines, text, body)
        return
    found = lines.find(anchor)
    count = len(anchor.strip().splitlines())
    there = lines.find(text) if text else []
    if action == "replace" and _covered(there, len(body), found, count):
        draft.note(f"{path}: the lines are there already")
        return
    if action == "delete" and not found:
        draft.note(f"{path}: `{_short(anchor)}` has gone already")
        return
    if len(found) != 1:
        what = "is not there" if not found else f"stands there {len(found)} times"
        known = {lines.data[a:b].decode(errors="replace").strip() for a, b in lines.spans} - {""}
        hint = (
            nearest(anchor.strip(), sorted(known), "give a line of the file")
            if not found
            else "give more lines around it"
        )
        raise Refused("no-anchor", f"{path}: `{_short(anchor)}` {what}", hint, Location(path))
    first = found[0]
    start, end = lines.spans[first][0], lines.spans[first + count - 1][1]
    where = Location(path, first + 1)
    if action == "insert-before" and first - len(body) in there:
        draft.note(f"{path}: the lines are there already")
        return
    if action == "insert-after" and first + count in there:
        draft.note(f"{path}: the lines are there already")
        return
    proof.check(lines.data[start:end].decode(errors="replace"), where)
    line = lines.data[start:end]
    indent = line[: len(line) - len(line.lstrip(b" \t"))]
    put = b"".join((indent + item if item.strip() else item) + lines.newline for item in body)
    ended = line.endswith((b"\n", b"\r"))
    if action == "insert-before":
        edit = Edit(start, start, put)
    elif action == "insert-after":
        edit = Edit(end, end, put if ended else lines.newline + put.removesuffix(lines.newline))
    else:
        edit = Edit(start, end, put if ended else put.removesuffix(lines.newline))
    _write(lines, apply_edits(lines.data, [edit]))


def _covered(there: list[int], length: int, found: list[int], count: int) -> bool:
    """Whether the new lines stand in the file and every anchor lies in them."""
    return bool(there) and all(any(at <= place and place + count <= at + length for at in there) for place in found)


def _append(lines: Lines, text: str, body: list[bytes]) -> None:
    if lines.find(text):
        lines.draft.note(f"{lines.path}: the lines are there already")
        return
    lead = b"" if not lines.data or lines.data.endswith((b"\n", b"\r")) else lines.newline
    _write(lines, lines.data + lead + b"".join(item + lines.newline for item in body))


def _write(lines: Lines, after: bytes) -> None:
    """Make this the file's text. Raises Refused for JSON or TOML that could be read before and could not be after."""
    readers = {".json": json.loads, ".toml": tomllib.loads}
    reader = readers.get(lines.path.suffix)
    if reader:
        try:
            reader(lines.data.decode("utf-8-sig"))
        except ValueError:
            reader = None
    if reader:
        try:
            reader(after.decode("utf-8-sig"))
        except ValueError as error:
            raise Refused(
                "broken-result", f"{lines.path} could not be read: {error}", "mend the code", Location(lines.path)
            ) from error
    lines.draft.write(lines.path, after)


def _short(text: str) -> str:
    first, _, rest = text.strip().partition("\n")
    return f"{first} …" if rest else first
