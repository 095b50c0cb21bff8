# options: {function = "m.f", name = "deep", default = "False"}
# notes: m.py:5 (is stored in `TABLE`)
# file: m.py
def f(a):
    return a


TABLE = {"f": f}
print(list(map(f, [1])))


def g(*args, **kwargs):
    return f(*args, **kwargs)
# after
# file: m.py
def f(a, deep=False):
    return a


TABLE = {"f": f}
print(list(map(f, [1])))


def g(*args, **kwargs):
    return f(*args, **kwargs)
