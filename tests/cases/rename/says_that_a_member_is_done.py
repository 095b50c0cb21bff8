# options: {rename = {"a.K.old" = "new", "a.f(old)" = "new"}}
# notes: `a.K.old` is `new` already
# file: a.py
class K:
    def new(self): ...


def f(new): ...
