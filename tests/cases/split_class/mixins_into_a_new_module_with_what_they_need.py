# options: {class = "pkg.store.Store", parts = {Cache = "_entries", Text = "_title"}, into = "pkg.parts"}
# file: pkg/__init__.py
from .store import Store
# file: pkg/store.py
import json
import os

_LIMIT = 3


class Store:
    def __init__(self):
        self._entries = {}
        self._title = "a"

    def put(self, key, value):
        if len(self._entries) > _LIMIT:
            raise ValueError(key)
        self._entries[key] = value

    def dumped(self):
        return json.dumps(self._entries)

    def title(self):
        return self._title

    def rename(self, title):
        self._title = os.path.basename(title)
# after
# file: pkg/__init__.py
from .store import Store
# file: pkg/parts.py
import json
import os

_LIMIT = 3


class Cache:
    """The part of `Store` around `_entries`."""

    def put(self, key, value):
        if len(self._entries) > _LIMIT:
            raise ValueError(key)
        self._entries[key] = value

    def dumped(self):
        return json.dumps(self._entries)


class Text:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = os.path.basename(title)
# file: pkg/store.py
from pkg.parts import Cache, Text


class Store(Cache, Text):
    def __init__(self):
        self._entries = {}
        self._title = "a"
