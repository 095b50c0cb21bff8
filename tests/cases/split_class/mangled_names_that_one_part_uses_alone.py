# options: {class = "code.Store", parts = {Titled = "_title"}}
# file: code.py
class Store:
    def __init__(self):
        self._title = ""
        self._other = 0

    def rename(self, title):
        self.__check(title)
        self._title = title

    def __check(self, title):
        if not title:
            raise ValueError(title)

    def loud(self):
        return self._title.upper()

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


store = Store()
store.rename("a")
# after
# file: code.py
class Titled:
    """The part of `Store` around `_title`."""

    def rename(self, title):
        self.__check(title)
        self._title = title

    def __check(self, title):
        if not title:
            raise ValueError(title)

    def loud(self):
        return self._title.upper()


class Store(Titled):
    def __init__(self):
        self._title = ""
        self._other = 0

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1


store = Store()
store.rename("a")
