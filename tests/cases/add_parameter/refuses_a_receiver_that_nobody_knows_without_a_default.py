# options: {function = "m.C.f", name = "deep", pass = [{value = "2"}]}
# refuses: unproven-call
# file: m.py
class C:
    def f(self, a): ...


def g(x):
    return x.f(1)
