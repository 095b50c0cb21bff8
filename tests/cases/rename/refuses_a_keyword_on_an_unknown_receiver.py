# options: {rename = {"a.K.f(old)" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def f(self, old): ...


def g(thing):
    thing.f(1)
    thing.f(old=1)
