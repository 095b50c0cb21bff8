# options: {function = "m.f", name = "deep", default = "1", after = "first"}
# refuses: unproven-call
# file: m.py
def f(a=1, /): ...


f(2)
