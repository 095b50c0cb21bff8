# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "settings.DEEP"}]}
# refuses: unknown-name
# file: m.py
def f(a): ...


f(1)
