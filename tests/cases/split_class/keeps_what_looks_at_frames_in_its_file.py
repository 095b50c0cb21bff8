# options: {class = "pkg.store.Store", parts = {Titled = "_title"}, into = "pkg.titled"}
# notes: `Store.caller` stays: it calls `_getframe`, and its file would be another
# file: pkg/__init__.py
# file: pkg/store.py
import sys


class Store:
    def __init__(self):
        self._title = ""
        self._other = 0

    def caller(self):
        return self._title + sys._getframe(0).f_code.co_filename

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
# after
# file: pkg/__init__.py
# file: pkg/store.py
import sys

from pkg.titled import Titled


class Store(Titled):
    def __init__(self):
        self._title = ""
        self._other = 0

    def caller(self):
        return self._title + sys._getframe(0).f_code.co_filename

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
# file: pkg/titled.py
class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title
