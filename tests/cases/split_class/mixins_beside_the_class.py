# options: {class = "pkg.store.Store", parts = {Cache = "_entries", Statistics = "_counts"}}
# notes: stays between the parts: `fetch`
# file: pkg/__init__.py
# file: pkg/store.py
"""A store."""


class Base:
    def close(self):
        return "base"


# What everything goes through.
class Store(Base):
    """All of it."""

    limit = 3

    def __init__(self):
        self._entries = {}
        self._counts = {}

    # Cache

    def put(self, key, value):
        # a comment of its own
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)

    # Statistics

    def count(self, key):
        self._counts[key] = self._counts.get(key, 0) + 1

    def total(self):
        return sum(self._counts.values())

    # Both

    def fetch(self, key):
        self.count(key)
        return self.get(key)


def make():
    return Store()
# file: use.py
from pkg.store import Store

assert Store.put(Store(), 1, 2) is None
# after
# file: pkg/__init__.py
# file: pkg/store.py
"""A store."""


class Base:
    def close(self):
        return "base"


class Cache:
    """The part of `Store` around `_entries`."""

    # Cache

    def put(self, key, value):
        # a comment of its own
        self._entries[key] = value

    def get(self, key):
        return self._entries.get(key)


class Statistics:
    """The part of `Store` around `_counts`."""

    # Statistics

    def count(self, key):
        self._counts[key] = self._counts.get(key, 0) + 1

    def total(self):
        return sum(self._counts.values())


# What everything goes through.
class Store(Cache, Statistics, Base):
    """All of it."""

    limit = 3

    def __init__(self):
        self._entries = {}
        self._counts = {}

    # Both

    def fetch(self, key):
        self.count(key)
        return self.get(key)


def make():
    return Store()
# file: use.py
from pkg.store import Store

assert Store.put(Store(), 1, 2) is None
