# options: {rename = {"a.K.old" = "new"}, unproven = "leave"}
# notes: a.py:7: left as it is
# file: a.py
class K:
    def old(self): ...


def f(thing):
    K().old()
    return thing.old(), "old"
# after
# file: a.py
class K:
    def new(self): ...


def f(thing):
    K().new()
    return thing.old(), "old"
