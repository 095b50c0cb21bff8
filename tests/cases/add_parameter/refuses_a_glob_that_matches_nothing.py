# options: {function = "m.f", name = "deep", default = "1", pass = [{paths = ["src/**"], value = "2"}]}
# refuses: no-such-path
# file: m.py
def f(a): ...
