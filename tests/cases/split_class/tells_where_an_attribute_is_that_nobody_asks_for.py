# options: {class = "store.Store", parts = {Cache = "entries"}, as = "collaborators"}
# notes: `Store.entries` is `_cache.entries` of it now
# file: store.py
class Store:
    def __init__(self):
        self.entries = {}
        self.log = []

    def get(self, key):
        return self.entries.get(key)

    def put(self, key, value):
        self.entries[key] = value

    def note(self, text):
        self.log.append(text)

    def told(self):
        return list(self.log)
# after
# file: store.py
class Cache:
    """The part of `Store` around `entries`."""

    def __init__(self):
        self.entries = {}

    def get(self, key):
        return self.entries.get(key)

    def put(self, key, value):
        self.entries[key] = value


class Store:
    def __init__(self):
        self._cache = Cache()
        self.log = []

    def get(self, key):
        return self._cache.get(key)

    def put(self, key, value):
        return self._cache.put(key, value)

    def note(self, text):
        self.log.append(text)

    def told(self):
        return list(self.log)
