# options: {function = "m.C.f", name = "deep", pass = [{value = "1"}], unproven = "leave"}
# notes: calls that may be of `f`: m.py:6
# file: m.py
class C:
    def f(self, a): ...


def use(x):
    x.f(1), C().f(2), map(x.f, [])
# after
# file: m.py
class C:
    def f(self, a, deep): ...


def use(x):
    x.f(1), C().f(2, deep=1), map(x.f, [])
