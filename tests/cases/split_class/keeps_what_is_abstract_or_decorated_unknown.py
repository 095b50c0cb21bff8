# options: {class = "code.Store", parts = {Titled = "_title"}}
# notes: `Store.loud` stays: `@registered` may do more than wrap it: if not, name it in `decorators`
# file: code.py
import abc

KNOWN = []


def registered(function):
    KNOWN.append(function.__qualname__)
    return function


class Store(abc.ABC):
    def __init__(self):
        self._title = ""
        self._other = 0

    @abc.abstractmethod
    def load(self):
        return self._title

    @registered
    def loud(self):
        return self._title.upper()

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


assert KNOWN == ["Store.loud"]
assert Store.__abstractmethods__ == {"load"}
# after
# file: code.py
import abc

KNOWN = []


def registered(function):
    KNOWN.append(function.__qualname__)
    return function


class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title


class Store(Titled, abc.ABC):
    def __init__(self):
        self._title = ""
        self._other = 0

    @abc.abstractmethod
    def load(self):
        return self._title

    @registered
    def loud(self):
        return self._title.upper()

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


assert KNOWN == ["Store.loud"]
assert Store.__abstractmethods__ == {"load"}
