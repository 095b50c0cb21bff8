# options: {class = "pkg.store.Store", parts = {EntryCache = "_entries"}, as = "collaborators"}
# refuses: not-closed
# file: pkg/__init__.py
# file: pkg/store.py
class Store:
    def __init__(self):
        self._entries = {}
        self._other = 0

    def put(self, key, value):
        self._entries[self.key(key)] = value

    def key(self, key):
        return len(self._entries), key

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
# file: sub.py
from pkg.store import Store


class Sub(Store):
    def key(self, key):
        return key
