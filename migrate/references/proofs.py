"""What Python's own table of scopes says of files, kept by their content in the user's cache folder.

To make that table is to parse the file: nine tenths of what a rename takes where most files only import a name and use it.
A rename of another name asks the same of the same files.
"""

from __future__ import annotations

import _symtable  # type: ignore[import-not-found]  # what the module `symtable` wraps, at a cost
import hashlib
import os
import struct
import sys
import warnings
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from migrate.home import cache_folder
from migrate.workspace import Workspace

FILE = f"proofs-1-{sys.implementation.cache_tag}-{sys.hexversion:x}"
"""The number goes up with the form; another Python may see other scopes."""
MOST = 32_000_000
"""A file larger than this is begun anew."""
HEAD = struct.Struct("<4sIII")
MARK = b"MPRF"
KEY = 16
UNPARSABLE, SAYS_ALL = b"!", b"*"
BINDS = (
    _symtable.DEF_LOCAL
    | _symtable.DEF_PARAM
    | _symtable.DEF_GLOBAL
    | _symtable.DEF_NONLOCAL
    | _symtable.DEF_ANNOT
    | getattr(_symtable, "DEF_TYPE_PARAM", 0)
)
"""What a scope can do to a name, beside using and importing it."""


class Proofs:
    """The proofs of all files that anybody asked about. Never in the way: what cannot be read or written is worked out.

    The file holds blocks, each with a check of its own, and is only added to: any number of processes may do so at once.
    """

    def __init__(self, folder: Path | None) -> None:
        """`folder` of None keeps nothing for another run."""
        self._file = folder / FILE if folder else None
        self._known: dict[bytes, bytes] | None = None
        self._damaged = False
        self.fresh: dict[bytes, bytes] = {}
        """What was worked out and is not kept yet."""

    @classmethod
    def of(cls, workspace: Workspace) -> Proofs:
        """Those of the walk that this tree is seen on."""
        found: Proofs | None = workspace.memory.get("proofs")
        if found is None:
            try:
                folder: Path | None = cache_folder()
            except RuntimeError:  # a user without a home
                folder = None
            found = workspace.memory["proofs"] = cls(folder)
        return found

    def knows(self, data: bytes) -> bool:
        """Whether nothing has to be worked out for a file of these bytes."""
        return _key(data) in self.load()

    def parses(self, data: bytes) -> bool:
        """Whether Python parses a file of these bytes, and finds no fault with its scopes."""
        return self._of(data) != UNPARSABLE

    def proves(self, data: bytes, names: list[str]) -> bool:
        """Whether a file of these bytes can be parsed, does not say `__all__`, and binds each of the names by imports at its
        top and in no other way in any scope.
        """
        told = self._of(data)
        return told not in (UNPARSABLE, SAYS_ALL) and (not names or set(names) <= set(told.decode().split(",")))

    def load(self) -> dict[bytes, bytes]:
        """What is known; read from the disk by the first who asks."""
        if self._known is None:
            self._known = {}
            if self._file:
                with suppress(OSError):
                    self._damaged = not _read(self._file.read_bytes(), self._known)
        return self._known

    def learn(self, told: Mapping[bytes, bytes]) -> None:
        """Take over what another process has worked out."""
        self.load().update(told)
        self.fresh.update(told)

    def keep(self) -> None:
        """Write down what is not kept yet. A disk that is full, or a folder that cannot be written, is no error."""
        if not self.fresh or not self._file:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            large = self._file.exists() and self._file.stat().st_size > MOST
            if self._damaged or large:
                half = self._file.with_name(f".{FILE}.{os.getpid()}.half")
                try:
                    half.write_bytes(_block(self.fresh if large else self.load()))
                    half.replace(self._file)
                finally:
                    half.unlink(missing_ok=True)
            else:
                out = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
                try:
                    os.write(out, _block(self.fresh))  # at once: no other process's block comes between
                finally:
                    os.close(out)
        self.fresh, self._damaged = {}, False

    def _of(self, data: bytes) -> bytes:
        key = _key(data)
        known = self.load()
        told = known.get(key)
        if told is None:
            told = proof_of(data)
            if told is None:
                return UNPARSABLE
            known[key] = self.fresh[key] = told
        return told


def proof_of(data: bytes) -> bytes | None:
    """The names that a file imports at its top and binds in no other way; or UNPARSABLE, or SAYS_ALL. None where it depends
    on the machine whether it can be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the target's business
            top: Any = _symtable.symtable(data, "file", "exec")
    except (SyntaxError, ValueError):
        return UNPARSABLE
    except (RecursionError, MemoryError):
        return None
    binds = BINDS | _symtable.DEF_IMPORT
    names = {name for name, flags in top.symbols.items() if flags & binds == _symtable.DEF_IMPORT}
    waiting = [top]
    while waiting:
        scope = waiting.pop()
        symbols = scope.symbols
        if "__all__" in symbols:
            return SAYS_ALL
        if scope is not top:
            names -= {name for name in names & symbols.keys() if symbols[name] & binds}
        waiting += scope.children
    return ",".join(sorted(names)).encode()


def _key(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=KEY).digest()


def _block(told: Mapping[bytes, bytes]) -> bytes:
    body = b"".join(told) + b"\0".join(told.values())
    return HEAD.pack(MARK, len(told), len(body), zlib.crc32(body)) + body


def _read(data: bytes, known: dict[bytes, bytes]) -> bool:
    """Put what the blocks say into `known`; whether all of them are whole."""
    at = 0
    while at < len(data):
        if len(data) - at < HEAD.size:
            return False
        mark, count, size, check = HEAD.unpack_from(data, at)
        at += HEAD.size
        body = data[at : at + size]
        if mark != MARK or len(body) != size or zlib.crc32(body) != check:
            return False
        told = body[count * KEY :].split(b"\0")
        if len(told) != count:
            return False
        known.update(zip([body[start : start + KEY] for start in range(0, count * KEY, KEY)], told, strict=True))
        at += size
    return True
