# options: {function = "m.f", name = "deep", default = "DEEP", imports = ["from n import DEEP"]}
# refuses: import-ring
# file: m.py
def f(a): ...
# file: n.py
from m import f

DEEP = f
