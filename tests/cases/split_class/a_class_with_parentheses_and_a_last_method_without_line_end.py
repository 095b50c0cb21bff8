# options: {class = "code.Store", parts = {Titled = "_title"}}
# file: code.py
class Store():
    def title(self):
        return self._title
    def rename(self, title):
        self._title = title
    def more(self):
        self._other += 1
    # the last
    def less(self):
        self._other -= 1
# after
# file: code.py
class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title
    def rename(self, title):
        self._title = title


class Store(Titled):
    def more(self):
        self._other += 1
    # the last
    def less(self):
        self._other -= 1
