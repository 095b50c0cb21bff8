# options: {function = "m.f", name = "deep", default = "DEEP"}
# refuses: too-early
# file: m.py
def f(a): ...


DEEP = 1
