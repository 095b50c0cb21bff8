# options: {function = "m.f", name = "deep", default = "1", after = "first"}
# refuses: no-place
# file: m.py
def f(a): ...
