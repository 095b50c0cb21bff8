"""What was found before, kept in the user's cache folder: facts of files, and conclusions of whole trees."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

Answer = TypeVar("Answer")

FILE = "facts-1.sqlite"
"""The number goes up with the tables."""
UNUSED_DAYS = 30
"""What nobody asked for in so many days is dropped."""
MAX_BYTES = 2_000_000_000
"""Beyond this all of it is dropped: it costs one slow run."""

TABLES = """
CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS kept_by_day ON kept (day);
"""


class Cache:
    """Bytes under 32-byte keys. Never in the way: where it cannot be read or written, all is as if it were empty.

    Any number of processes may have it open. A kill at any moment leaves it as it was before or after a `keep`.
    `folder` of None is a cache that keeps nothing. `today` is a number of days; it decides what is old.
    """

    def __init__(self, folder: Path | None, today: int = 0) -> None:
        self.today = today
        self.file = folder / FILE if folder else Path()
        self._base: sqlite3.Connection | None = None
        self._keys: Sequence[bytes] = ()
        self._paused = False
        if folder:
            self._open()

    def _open(self) -> None:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self.file, timeout=5, isolation_level=None, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute(f"PRAGMA mmap_size = {MAX_BYTES}")  # facts are copied once, not twice
            if not self._base.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone():
                self._base.executescript(TABLES)
            self._base.execute("CREATE TEMP TABLE asked (key BLOB PRIMARY KEY) WITHOUT ROWID")
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def pause(self) -> None:
        """Let go of the file until it is asked for something: no connection may live in two processes."""
        if self._base is not None:
            self.close()
            self._paused = True

    def __bool__(self) -> bool:
        """Whether it keeps anything."""
        return self._paused or self._base is not None

    def has(self, prefix: bytes) -> bool:
        """Whether any key begins so."""
        query = "SELECT 1 FROM kept WHERE key >= ? AND key < ? LIMIT 1"
        return self._try(
            lambda base: base.execute(query, (prefix, prefix + b"\xff" * 32)).fetchone() is not None, False
        )

    def get(self, key: bytes) -> bytes | None:
        """What was kept under that key."""
        return self.get_all(b"", (key,)).get(key)

    def get_all(self, prefix: bytes, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """What was kept under `prefix + key`, by key."""
        return self._try(lambda base: self._asked(base, prefix, keys), {})

    def _asked(self, base: sqlite3.Connection, prefix: bytes, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        base.execute("BEGIN")
        if self._keys is not keys:  # many analyzers ask for the same files, one after another
            base.execute("DELETE FROM asked")
            base.executemany("INSERT OR IGNORE INTO asked VALUES (?)", [(key,) for key in keys])
            self._keys = keys
        found = "FROM asked CROSS JOIN kept ON kept.key = CAST(? || asked.key AS BLOB)"
        rows = base.execute(f"SELECT asked.key, value, day {found}", (prefix,)).fetchall()
        if any(day < self.today - UNUSED_DAYS // 4 for _, _, day in rows):
            with suppress(sqlite3.OperationalError):  # another process writes: it can be done another day
                base.execute(f"UPDATE kept SET day = ? WHERE key IN (SELECT kept.key {found})", (self.today, prefix))
        base.execute("COMMIT")
        return {key: value for key, value, _ in rows}

    def keep(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep these (key, value) pairs, all or none, and drop what nobody has asked for in a long time."""
        self._try(lambda base: self._keep(base, values), None)

    def _keep(self, base: sqlite3.Connection, values: Iterable[tuple[bytes, bytes]]) -> None:
        base.execute("BEGIN IMMEDIATE")
        rows = ((key, value, self.today) for key, value in values)
        base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        if base.execute("PRAGMA user_version").fetchone()[0] != self.today:
            base.execute("DELETE FROM kept WHERE day < ?", (self.today - UNUSED_DAYS,))
            base.execute(f"PRAGMA user_version = {self.today:d}")
            size = base.execute("PRAGMA page_size").fetchone()[0] * base.execute("PRAGMA page_count").fetchone()[0]
            if size > MAX_BYTES:
                base.execute("DELETE FROM kept WHERE day < ?", (self.today,))
        base.execute("COMMIT")

    def _try(self, act: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        if self._paused:
            self._paused = False
            self._open()
        if self._base is None:
            return otherwise
        try:
            return act(self._base)
        except (sqlite3.Error, TypeError) as error:  # TypeError: a foreign file with a table of that name
            self._give_up(error)
            return otherwise

    def _give_up(self, error: Exception) -> None:
        print(f"migrate: going on without the cache {self.file}: {error}", file=sys.stderr)
        self.close()

    def close(self) -> None:
        """Let go of the file; after that it is a cache that keeps nothing. Another thread may do it while nobody asks."""
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None
        self._keys = ()
        self._paused = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
