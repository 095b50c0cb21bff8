# options: {function = "m.f", name = "deep", pass = [{paths = ["m.py"], value = "1"}]}
# refuses: no-value
# file: m.py
def f(a): ...


f(1)
# file: n.py
import m

m.f(2)
