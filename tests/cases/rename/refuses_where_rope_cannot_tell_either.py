# options: {rename = {"a.K.old" = "new"}, evidence = "rope"}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self): ...


def f(thing):
    thing.old()
