# options: {function = "m.f", name = "deep", default = "1", after = "a"}
# refuses: unproven-call
# file: m.py
def f(a=1, b=2): ...


f(*[1, 2])
