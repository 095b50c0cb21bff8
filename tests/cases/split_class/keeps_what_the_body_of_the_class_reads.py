# options: {class = "code.Store", parts = {Titled = "_title"}}
# notes: `Store.get_title` stays: the body of the class reads it
# file: code.py
class Store:
    STEP = 2

    def __init__(self):
        self._title = ""
        self._other = 0

    def get_title(self):
        return self._title

    title = property(get_title)

    def quiet(self):
        return self._title.lower()

    def less(self):
        self._other -= 1

    def shifted(self, by=STEP):
        return self._title[by:]

    def rename(self, title):
        self._title = title

    def loud(self):
        return self._title.upper()

    def more(self):
        self._other += 1
# after
# file: code.py
class Titled:
    """The part of `Store` around `_title`."""

    def quiet(self):
        return self._title.lower()

    def rename(self, title):
        self._title = title

    def loud(self):
        return self._title.upper()


class Store(Titled):
    STEP = 2

    def __init__(self):
        self._title = ""
        self._other = 0

    def get_title(self):
        return self._title

    title = property(get_title)

    def less(self):
        self._other -= 1

    def shifted(self, by=STEP):
        return self._title[by:]

    def more(self):
        self._other += 1
