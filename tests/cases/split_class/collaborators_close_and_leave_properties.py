# options: {class = "pkg.store.Store", parts = {EntryCache = "_entries", Statistics = "_counts"}, as = "collaborators"}
# notes: `Store._entries` stays as a property: use.py:5 reads it
# file: pkg/__init__.py
# file: pkg/store.py
class Store:
    """All of it."""

    def __init__(self, limit: int, names=None) -> None:
        names = names or []
        # the cache
        self._entries: dict[str, int] = dict.fromkeys(names, 0)
        self._limit = limit  # of the cache
        self._counts = {}
        self.ready = True

    def put(self, key, value=1, *rest, fresh=False, **more):
        """Keep it."""
        if len(self._entries) < self._limit or fresh:
            self._entries[key] = value
        return self.size()

    def size(self):
        return len(self._entries)

    def each(self):
        yield from self._entries

    async def wait(self):
        return self._entries

    def count(self, key):
        self._counts[key] = self._counts.get(key, 0) + 1

    def total(self):
        return sum(self._counts.values())

    def fetch(self, key):
        self.count(key)
        return self.size() if self.ready else None
# file: use.py
from pkg.store import Store

store = Store(2, ["a"])
assert store.put("b") == 2
assert store._entries == {"a": 0, "b": 1}
assert list(store.each()) == ["a", "b"]
assert store.fetch("a") == 2
assert store.total() == 1
# after
# file: pkg/__init__.py
# file: pkg/store.py
class EntryCache:
    """The part of `Store` around `_entries`, `_limit`."""

    def __init__(self, names, limit: int) -> None:
        # the cache
        self._entries: dict[str, int] = dict.fromkeys(names, 0)
        self._limit = limit  # of the cache

    def put(self, key, value=1, *rest, fresh=False, **more):
        """Keep it."""
        if len(self._entries) < self._limit or fresh:
            self._entries[key] = value
        return self.size()

    def size(self):
        return len(self._entries)

    def each(self):
        yield from self._entries

    async def wait(self):
        return self._entries


class Statistics:
    """The part of `Store` around `_counts`."""

    def __init__(self) -> None:
        self._counts = {}

    def count(self, key):
        self._counts[key] = self._counts.get(key, 0) + 1

    def total(self):
        return sum(self._counts.values())


class Store:
    """All of it."""

    def __init__(self, limit: int, names=None) -> None:
        names = names or []
        self._entry_cache = EntryCache(names, limit)
        self._statistics = Statistics()
        self.ready = True

    def put(self, key, value=1, *rest, fresh=False, **more):
        """Keep it."""
        return self._entry_cache.put(key, value, *rest, fresh=fresh, **more)

    def size(self):
        return self._entry_cache.size()

    def each(self):
        return self._entry_cache.each()

    async def wait(self):
        return await self._entry_cache.wait()

    def count(self, key):
        return self._statistics.count(key)

    def total(self):
        return self._statistics.total()

    def fetch(self, key):
        self.count(key)
        return self.size() if self.ready else None

    @property
    def _entries(self) -> dict[str, int]:
        return self._entry_cache._entries
# file: use.py
from pkg.store import Store

store = Store(2, ["a"])
assert store.put("b") == 2
assert store._entries == {"a": 0, "b": 1}
assert list(store.each()) == ["a", "b"]
assert store.fetch("a") == 2
assert store.total() == 1
