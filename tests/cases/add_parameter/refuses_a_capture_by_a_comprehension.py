# options: {function = "m.f", name = "ink", default = "None", pass = [{inside = "family"}]}
# refuses: unproven-call
# file: m.py
def f(a):
    return [f(ink) for ink in a]
