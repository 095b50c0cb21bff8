# options: {rename = {"a.K.old" = "new", "a.K.size" = "length"}, leave = "alias"}
# notes: a.py:24: left as it is: `thing.old`
# import: no
# file: a.py
class K:
    """A class."""

    def old(self, x):
        return x

    @property
    def size(self):
        return 1

    # the end


class Sub(K):
    @property
    def size(self):
        return 2

    def f(self):
        return self.size, self.old(1)


def g(thing):
    return thing.old(1)
# after
# file: a.py
class K:
    """A class."""

    def new(self, x):
        return x

    @property
    def length(self):
        return 1

    @property
    def size(self):
        return self.length

    old = new

    # the end


class Sub(K):
    @property
    def length(self):
        return 2

    def f(self):
        return self.length, self.new(1)


def g(thing):
    return thing.old(1)
