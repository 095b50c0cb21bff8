# options: {class = "code.Store", parts = {Titled = "_title"}, decorators = ["register"]}
# file: code.py
KNOWN = []


def register(cls):
    KNOWN.append(cls)
    return cls


# kept
@register
class Store:
    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other = 1

    def less(self):
        self._other = 2
# after
# file: code.py
KNOWN = []


def register(cls):
    KNOWN.append(cls)
    return cls


class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title


# kept
@register
class Store(Titled):
    def more(self):
        self._other = 1

    def less(self):
        self._other = 2
