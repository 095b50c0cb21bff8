# options: {function = "m.f", name = "deep", default = "False", pass = [{value = "True"}]}
# file: m.py
def f(a):
    return a


class C:
    def f(self, a):
        return f(a)


def g(f):
    return f(1)


C().f(2)
# after
# file: m.py
def f(a, deep=False):
    return a


class C:
    def f(self, a):
        return f(a, deep=True)


def g(f):
    return f(1)


C().f(2)
