# options: {rename = {"a.K.old" = "new"}}
# file: a.py
class K:
    __slots__ = ("old", "other")

    def __init__(self, old):
        self.old: "K | None" = old
        self.other, self.old = 1, old

    def f(self, other: "K"):
        self.old = self.old or other.old
        del other.old
        return self.old.old.old, {"old": old for old in ()}


class Other:
    def __init__(self, k: K):
        self.k = k
        self.old = k.old

    def f(self):
        return self.old.old, self.k.old
# after
# file: a.py
class K:
    __slots__ = ("new", "other")

    def __init__(self, old):
        self.new: "K | None" = old
        self.other, self.new = 1, old

    def f(self, other: "K"):
        self.new = self.new or other.new
        del other.new
        return self.new.new.new, {"old": old for old in ()}


class Other:
    def __init__(self, k: K):
        self.k = k
        self.old = k.new

    def f(self):
        return self.old.new, self.k.new
