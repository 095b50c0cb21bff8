# options: {class = "code.Store", parts = {Titled = "_title"}}
# file: code.py
from typing import overload


class Store(dict):
    __slots__ = ("_title", "other")

    def __init__(self):
        self._title = ""
        self.other = 1

    @property
    def title(self):
        """The title."""
        return self._title

    @title.setter
    def title(self, value):
        self._title = value

    @overload
    def titled(self, word: str) -> str: ...
    @overload
    def titled(self, word: int) -> int: ...
    def titled(self, word):
        return self._title + str(word)

    def more(self):
        self.other += 1

    def less(self):
        self.other -= 1
# after
# file: code.py
from typing import overload


class Titled:
    """The part of `Store` around `_title`."""

    __slots__ = ()

    @property
    def title(self):
        """The title."""
        return self._title

    @title.setter
    def title(self, value):
        self._title = value

    @overload
    def titled(self, word: str) -> str: ...
    @overload
    def titled(self, word: int) -> int: ...
    def titled(self, word):
        return self._title + str(word)


class Store(Titled, dict):
    __slots__ = ("_title", "other")

    def __init__(self):
        self._title = ""
        self.other = 1

    def more(self):
        self.other += 1

    def less(self):
        self.other -= 1
