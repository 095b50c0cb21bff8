# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "2"}]}
# file: m.py
def f(a):
    return a


print(f"{f(1)} and {f('x')!r:>{f(3)}}")
# after
# file: m.py
def f(a, deep=1):
    return a


print(f"{f(1, deep=2)} and {f('x', deep=2)!r:>{f(3, deep=2)}}")
