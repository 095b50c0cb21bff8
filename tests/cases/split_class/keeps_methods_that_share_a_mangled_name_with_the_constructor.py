# options: {class = "code.Store", parts = {Titled = "_title"}}
# notes: `Store.secret` stays: others in the class use `__secret` too
# file: code.py
class Store:
    def __init__(self):
        self.__secret = "s"
        self._title = ""
        self._other = 0

    def secret(self):
        return self.__secret + self._title

    def rename(self, title):
        self._title = title

    def loud(self):
        return self._title.upper()

    def more(self):
        self._other += 1


assert Store().secret() == "s"
# after
# file: code.py
class Titled:
    """The part of `Store` around `_title`."""

    def rename(self, title):
        self._title = title

    def loud(self):
        return self._title.upper()


class Store(Titled):
    def __init__(self):
        self.__secret = "s"
        self._title = ""
        self._other = 0

    def secret(self):
        return self.__secret + self._title

    def more(self):
        self._other += 1


assert Store().secret() == "s"
