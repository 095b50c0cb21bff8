# options: {class = "code.Store", parts = {EntryCache = "_entries", Counting = "_counts"}, as = "collaborators"}
# file: code.py
class Store:
    def __init__(self, limit):
        self._limit = limit + 1
        self._entries = dict.fromkeys(range(limit))
        self._counts = {}

    def put(self, key, value):
        if len(self._entries) < self._limit:
            self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def count(self, key):
        self._counts[key] = self._limit

    def total(self):
        return len(self._counts)


store = Store(1)
store.put("a", 1)
store.count("a")
assert (store.get("a"), store.total()) == (1, 1)
# after
# file: code.py
class EntryCache:
    """The part of `Store` around `_entries`."""

    def __init__(self, limit, given_limit):
        self._limit = given_limit
        self._entries = dict.fromkeys(range(limit))

    def put(self, key, value):
        if len(self._entries) < self._limit:
            self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)


class Counting:
    """The part of `Store` around `_counts`."""

    def __init__(self, limit):
        self._limit = limit
        self._counts = {}

    def count(self, key):
        self._counts[key] = self._limit

    def total(self):
        return len(self._counts)


class Store:
    def __init__(self, limit):
        self._limit = limit + 1
        self._entry_cache = EntryCache(limit, self._limit)
        self._counting = Counting(self._limit)

    def put(self, key, value):
        return self._entry_cache.put(key, value)

    def get(self, key):
        return self._entry_cache.get(key)

    def count(self, key):
        return self._counting.count(key)

    def total(self):
        return self._counting.total()


store = Store(1)
store.put("a", 1)
store.count("a")
assert (store.get("a"), store.total()) == (1, 1)
