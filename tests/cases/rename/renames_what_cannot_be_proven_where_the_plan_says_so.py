# options: {rename = {"a.K.old" = "new"}, unproven = "rename"}
# notes: 3 unproven, renamed
# file: a.py
from operator import methodcaller


class K:
    def old(self): ...


class Other:
    def old(self): ...


def f(thing, other: Other):
    return thing.old(), other.old(), getattr(thing, "old"), methodcaller("old"), {"old": "old"}
# after
# file: a.py
from operator import methodcaller


class K:
    def new(self): ...


class Other:
    def old(self): ...


def f(thing, other: Other):
    return thing.new(), other.old(), getattr(thing, "new"), methodcaller("new"), {"old": "old"}
