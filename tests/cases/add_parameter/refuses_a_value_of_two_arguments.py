# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "1, x=2"}]}
# refuses: bad-value
# file: m.py
def f(a): ...
