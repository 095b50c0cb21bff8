# options: {rename = {"a.f(old)" = "new"}}
# refuses: unproven-value
# file: a.py
def f(old): ...


def g(call):
    call(old=1)


g(f)
