# options: {class = "pkg.store.Store", parts = {Clock = "_now"}, into = "pkg.clock"}
# file: pkg/__init__.py
# file: pkg/store.py
import time


class Store:
    def __init__(self):
        self._now = 0
        self._entries = {}

    def tick(self):
        self._now = time.time()

    def age(self):
        return time.time() - self._now

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries[key]
# file: test_store.py
from unittest import mock

from pkg.store import Store


def test_tick():
    with mock.patch("pkg.store.time.time", return_value=3), mock.patch("pkg.store.Store.age", return_value=1):
        store = Store()
        store.tick()
        assert store._now == 3
        assert store.age() == 1
# after
# file: pkg/__init__.py
# file: pkg/clock.py
import time


class Clock:
    """The part of `Store` around `_now`."""

    def tick(self):
        self._now = time.time()

    def age(self):
        return time.time() - self._now
# file: pkg/store.py
from pkg.clock import Clock


class Store(Clock):
    def __init__(self):
        self._now = 0
        self._entries = {}

    def put(self, key, value):
        self._entries[key] = value

    def get(self, key):
        return self._entries[key]
# file: test_store.py
from unittest import mock

from pkg.store import Store


def test_tick():
    with mock.patch("pkg.clock.time.time", return_value=3), mock.patch("pkg.store.Store.age", return_value=1):
        store = Store()
        store.tick()
        assert store._now == 3
        assert store.age() == 1
