# options: {pattern = "a.old($A)", to = "b.new($A)"}
# refuses: import-ring
# file: a.py
def old(x): return x


y = old(1)
# file: b.py
import a


def new(x): return x
