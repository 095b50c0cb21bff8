# options: {function = "f.f", name = "first", default = "0", after = "first"}
# file: f.py
def f(a=1, b=2):
    return a, b


f(1, (2))
f(b=3)
# after
# file: f.py
def f(first=0, a=1, b=2):
    return a, b


f(a=1, b=(2))
f(b=3)
