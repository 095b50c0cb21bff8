# options: {class = "code.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# notes: `code.Store` is split so already
# file: code.py
class EntryCache:
    def __init__(self):
        self._entries = {}

    def get(self, key):
        return self._entries.get(key)


class Store:
    def __init__(self):
        self._entry_cache = EntryCache()

    def get(self, key):
        return self._entry_cache.get(key)
