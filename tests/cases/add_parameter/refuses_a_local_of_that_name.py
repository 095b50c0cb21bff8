# options: {function = "m.f", name = "deep", default = "True"}
# refuses: name-taken
# file: m.py
def f(a):
    deep = a
    return deep
