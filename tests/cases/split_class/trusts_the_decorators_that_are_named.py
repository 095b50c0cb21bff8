# options: {class = "code.Store", parts = {Titled = "_title"}, decorators = ["logged"]}
# file: code.py
def logged(function):
    def wrapper(self):
        return function(self)

    return wrapper


class Store:
    def __init__(self):
        self._title = ""
        self._other = 0

    @logged
    def loud(self):
        return self._title.upper()

    def title(self):
        return self._title

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
# after
# file: code.py
def logged(function):
    def wrapper(self):
        return function(self)

    return wrapper


class Titled:
    """The part of `Store` around `_title`."""

    @logged
    def loud(self):
        return self._title.upper()

    def title(self):
        return self._title


class Store(Titled):
    def __init__(self):
        self._title = ""
        self._other = 0

    def more(self):
        self._other += 1

    def less(self):
        self._other -= 1
