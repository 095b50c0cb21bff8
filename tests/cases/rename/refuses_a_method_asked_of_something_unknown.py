# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self): ...


def f(thing):
    return thing.old()
