# options: {rename = {"a.old" = "new"}}
# file: a.py
class old:
    __match_args__ = ("x",)
    x = 1


def f(subject):
    match subject:
        case old(x):
            return x
        case {"old": old}:
            return old
    return [y for y in (1,) if (old := y)]


def g(value: "old"):
    if isinstance(value, old):
        return value.old


try:
    pass
except old as caught:
    print(caught)
# after
# file: a.py
class new:
    __match_args__ = ("x",)
    x = 1


def f(subject):
    match subject:
        case old(x):
            return x
        case {"old": old}:
            return old
    return [y for y in (1,) if (old := y)]


def g(value: "new"):
    if isinstance(value, new):
        return value.old


try:
    pass
except new as caught:
    print(caught)
