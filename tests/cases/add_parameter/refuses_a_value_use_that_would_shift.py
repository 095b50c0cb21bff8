# options: {function = "m.f", name = "deep", default = "1", after = "first"}
# refuses: value-use
# file: m.py
def f(a=1): ...


list(map(f, [1]))
