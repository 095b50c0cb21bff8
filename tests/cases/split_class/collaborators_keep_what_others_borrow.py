# options: {class = "pkg.store.Store", parts = {Cache = "entries"}, as = "collaborators"}
# notes: `Store.get` stays: borrow.py:5 may give it an object that has no parts
# file: pkg/__init__.py
# file: pkg/store.py
class Store:
    def __init__(self):
        self.entries = {}
        self.log = []

    def get(self, key):
        return self.entries.get(key)

    def put(self, key, value):
        self.entries[key] = value

    def drop(self, key):
        del self.entries[key]

    def note(self, text):
        self.log.append(text)

    def told(self):
        return list(self.log)
# file: borrow.py
from pkg.store import Store


class Other:
    get = Store.get
    entries = {}
# after
# file: borrow.py
from pkg.store import Store


class Other:
    get = Store.get
    entries = {}
# file: pkg/__init__.py
# file: pkg/store.py
class Cache:
    """The part of `Store` around `entries`."""

    def __init__(self):
        self.entries = {}

    def put(self, key, value):
        self.entries[key] = value

    def drop(self, key):
        del self.entries[key]


class Store:
    def __init__(self):
        self._cache = Cache()
        self.log = []

    def get(self, key):
        return self.entries.get(key)

    def put(self, key, value):
        return self._cache.put(key, value)

    def drop(self, key):
        return self._cache.drop(key)

    def note(self, text):
        self.log.append(text)

    def told(self):
        return list(self.log)

    @property
    def entries(self):
        return self._cache.entries
