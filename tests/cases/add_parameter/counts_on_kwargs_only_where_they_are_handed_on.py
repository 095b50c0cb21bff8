# options: {function = "m.A.f", name = "deep", default = "0", keyword_only = true, pass = [{value = "1"}]}
# notes: take `deep` in their `**kwargs`, which they hand on: m.py:6
# file: m.py
class A:
    def f(self): ...


class B(A):
    def f(self, **kwargs):
        return super().f(**kwargs)


class C(A):
    def f(self, **kwargs):
        return kwargs


A().f(), B().f(), C().f()
# after
# file: m.py
class A:
    def f(self, *, deep=0): ...


class B(A):
    def f(self, **kwargs):
        return super().f(**kwargs)


class C(A):
    def f(self, *, deep=0, **kwargs):
        return kwargs


A().f(deep=1), B().f(deep=1), C().f(deep=1)
