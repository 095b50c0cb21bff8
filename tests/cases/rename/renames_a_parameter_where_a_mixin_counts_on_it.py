# options: {rename = {"a.K.f(old)" = "new"}}
# file: a.py
class K:
    def f(self, old): ...


class Mixin:
    def g(self):
        self.f(old=1)


class Both(Mixin, K):
    pass


Both().g()
# after
# file: a.py
class K:
    def f(self, new): ...


class Mixin:
    def g(self):
        self.f(new=1)


class Both(Mixin, K):
    pass


Both().g()
