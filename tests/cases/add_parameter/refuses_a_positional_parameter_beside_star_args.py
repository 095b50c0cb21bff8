# options: {function = "m.f", name = "deep", default = "1"}
# refuses: no-place
# file: m.py
def f(a, *rest): ...
