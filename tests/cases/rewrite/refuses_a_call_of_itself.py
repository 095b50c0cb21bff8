# options: {pattern = "m.old($A)", to = "m.new($A)"}
# refuses: self-call
# file: m.py
def old(x): return x


def new(x):
    return old(x)
