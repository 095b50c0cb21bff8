# options: {function = "m.f", name = "deep", default = "X", imports = ["from . import X"]}
# refuses: bad-import
# file: m.py
def f(a): ...
