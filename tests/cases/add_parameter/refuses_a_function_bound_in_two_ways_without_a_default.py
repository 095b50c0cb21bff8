# options: {function = "m.f", name = "deep", pass = [{value = "1"}]}
# refuses: value-use
# file: m.py
def f(a): ...
# file: n.py
try:
    from m import f
except ImportError:
    from os import getenv as f

f(1)
