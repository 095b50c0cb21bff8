# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing"}
# file: core.py
import time


class Cache:
    def get(self):
        return time.time()
# file: old.py
import time


class Cache:
    def get(self):
        return time.time()
# file: test_it.py
from unittest import mock

from old import Cache


def test():
    with mock.patch("old.time"):
        Cache().get()
# after
# file: core.py
import time


class Cache:
    def get(self):
        return time.time()
# file: old.py
# file: test_it.py
from unittest import mock

from core import Cache


def test():
    with mock.patch("core.time"):
        Cache().get()
