# options: {rename = {"a.f(old)" = "new"}, leave = "alias"}
# refuses: unproven-call
# file: a.py
def f(a, old=1): ...


def g(**kwargs):
    f(1, **kwargs)
