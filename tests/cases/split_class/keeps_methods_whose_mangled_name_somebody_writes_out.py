# options: {class = "pkg.store.Store", parts = {Titled = "_title"}}
# notes: `Store.rename` stays: somebody writes out `_Store__check`
# file: pkg/__init__.py
# file: pkg/store.py
class Store:
    def __init__(self):
        self._title = ""
        self._other = 0

    def rename(self, title):
        self.__check(title)
        self._title = title

    def __check(self, title):
        return title

    def loud(self):
        return self._title.upper()

    def quiet(self):
        return self._title.lower()

    def more(self):
        self._other += 1
# file: use.py
from pkg.store import Store

Store()._Store__check("a")
# after
# file: pkg/__init__.py
# file: pkg/store.py
class Titled:
    """The part of `Store` around `_title`."""

    def loud(self):
        return self._title.upper()

    def quiet(self):
        return self._title.lower()


class Store(Titled):
    def __init__(self):
        self._title = ""
        self._other = 0

    def rename(self, title):
        self.__check(title)
        self._title = title

    def __check(self, title):
        return title

    def more(self):
        self._other += 1
# file: use.py
from pkg.store import Store

Store()._Store__check("a")
