# options: {function = "m.f", name = "deep", pass = [{value = "1"}]}
# refuses: value-use
# file: m.py
def f(a): ...


list(map(f, [1]))
