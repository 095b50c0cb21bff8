# options: {function = "m.f", name = "deep", default = "1"}
# refuses: name-taken
# file: m.py
def f(a=1, **more):
    return more


f(deep=3)
