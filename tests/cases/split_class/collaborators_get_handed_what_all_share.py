# options: {class = "pkg.store.Store", parts = {EntryCache = "_entries", Statistics = "_counts"}, as = "collaborators", into = "pkg.parts"}
# file: pkg/__init__.py
# file: pkg/store.py
import threading


class Store:
    def __init__(self):
        self._lock = threading.Lock()
        self._entries = {}
        self._counts = {}

    def put(self, key, value):
        with self._lock:
            self._entries[key] = value

    def get(self, key):
        with self._lock:
            return self._entries.get(key)

    def count(self, key):
        with self._lock:
            self._counts[key] = 1

    def total(self):
        with self._lock:
            return len(self._counts)
# file: use.py
from pkg.store import Store

store = Store()
store.put("a", 1)
store.count("a")
assert (store.get("a"), store.total()) == (1, 1)
# after
# file: pkg/__init__.py
# file: pkg/parts.py
class EntryCache:
    """The part of `Store` around `_entries`."""

    def __init__(self, lock):
        self._lock = lock
        self._entries = {}

    def put(self, key, value):
        with self._lock:
            self._entries[key] = value

    def get(self, key):
        with self._lock:
            return self._entries.get(key)


class Statistics:
    """The part of `Store` around `_counts`."""

    def __init__(self, lock):
        self._lock = lock
        self._counts = {}

    def count(self, key):
        with self._lock:
            self._counts[key] = 1

    def total(self):
        with self._lock:
            return len(self._counts)
# file: pkg/store.py
import threading

from pkg.parts import EntryCache, Statistics


class Store:
    def __init__(self):
        self._lock = threading.Lock()
        self._entry_cache = EntryCache(self._lock)
        self._statistics = Statistics(self._lock)

    def put(self, key, value):
        return self._entry_cache.put(key, value)

    def get(self, key):
        return self._entry_cache.get(key)

    def count(self, key):
        return self._statistics.count(key)

    def total(self):
        return self._statistics.total()
# file: use.py
from pkg.store import Store

store = Store()
store.put("a", 1)
store.count("a")
assert (store.get("a"), store.total()) == (1, 1)
