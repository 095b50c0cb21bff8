# options: {class = "code.Store", parts = {Titled = "_title"}, plain_bases = ["elsewhere.Model"]}
# import: no
# file: code.py
import elsewhere


class Store(elsewhere.Model):
    def title(self):
        return self._title

    def rename(self, title):
        self._title = title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
# after
# file: code.py
import elsewhere


class Titled:
    """The part of `Store` around `_title`."""

    def title(self):
        return self._title

    def rename(self, title):
        self._title = title


class Store(Titled, elsewhere.Model):
    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
