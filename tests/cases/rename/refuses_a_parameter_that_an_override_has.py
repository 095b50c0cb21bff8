# options: {rename = {"a.K.f(old)" = "new"}}
# refuses: name-taken
# file: a.py
class K:
    def f(self, old): ...


class Sub(K):
    def f(self, old, new=1): ...
