# options: {function = "m.f", name = "id", default = "None"}
# refuses: captured
# file: m.py
def f(a):
    return id(a)
