# options: {function = "m.f", name = "deep", default = "False", annotation = "bool", keyword_only = true, pass = [{value = "True"}]}
# file: m.py
def f(a, *, deep: bool = False, other=None):
    return a
# file: n.py
from m import f

f(1, deep=False)
