# options: {class = "pkg.store.Store", parts = {Clock = "_now"}, into = "pkg.clock"}
# refuses: patched-name
# file: pkg/__init__.py
# file: pkg/store.py
from time import time


class Store:
    def __init__(self):
        self._now = time()
        self._entries = {}

    def tick(self):
        self._now = time()

    def age(self):
        return time() - self._now

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries[key]
# file: test_store.py
from unittest import mock

from pkg.store import Store


def test_tick():
    with mock.patch("pkg.store.time", return_value=3):
        Store().tick()
