# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# notes: `Store._entries` stays as a property
# file: code.py
class Store:
    def __init__(self):
        self._entries = {}
        self._other = 0

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    def shown(self):
        return [getattr(self, name) for name in ("_entries", "_other")]

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


assert Store().shown() == [{}, 0]
# after
# file: code.py
class EntryCache:
    """The part of `Store` around `_entries`."""

    def __init__(self):
        self._entries = {}

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)


class Store:
    def __init__(self):
        self._entry_cache = EntryCache()
        self._other = 0

    def put(self, key, value):
        return self._entry_cache.put(key, value)

    def get(self, key):
        return self._entry_cache.get(key)

    def shown(self):
        return [getattr(self, name) for name in ("_entries", "_other")]

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1

    @property
    def _entries(self):
        return self._entry_cache._entries


assert Store().shown() == [{}, 0]
