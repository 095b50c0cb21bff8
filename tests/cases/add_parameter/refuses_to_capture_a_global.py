# options: {function = "m.f", name = "deep", default = "True"}
# refuses: captured
# file: m.py
deep = 1


def f(a):
    return [deep for _ in a]
