# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "DEEP"}], imports = ["from flags import DEEP"]}
# refuses: name-taken
# file: flags.py
DEEP = 1
# file: m.py
def f(a): ...
# file: n.py
from m import f

DEEP = 2
f(1)
