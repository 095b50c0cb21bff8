# options: {rename = {"a.f(old)" = "new"}}
# file: a.py
old = 1


def f(old, /, b=old):
    class Inner:
        x = old

        def old(self, y=old):
            return old

    def inner(old):
        return old

    def other(c=old):
        global b2
        b2 = old
        return lambda d=old: (d, old)

    return f"{old}", [old for old in [old]], {old: old}, f.old, dict(old=old), (yield old)


def g(old):
    list(map(f, [old]))
    return f(old)
# after
# file: a.py
old = 1


def f(new, /, b=old):
    class Inner:
        x = new

        def old(self, y=new):
            return new

    def inner(old):
        return old

    def other(c=new):
        global b2
        b2 = new
        return lambda d=new: (d, new)

    return f"{new}", [old for old in [new]], {new: new}, f.old, dict(old=new), (yield new)


def g(old):
    list(map(f, [old]))
    return f(old)
