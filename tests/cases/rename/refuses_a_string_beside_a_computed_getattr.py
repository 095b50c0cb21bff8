# options: {rename = {"a.K.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class K:
    def old(self): ...


def f(k: K):
    for name in ("old", "other"):
        getattr(k, name)
