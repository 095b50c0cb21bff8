# options: {rename = {"a.f(old)" = "new"}, unproven = "leave"}
# notes: is stored in `table['f']`
# file: a.py
table = {}


def f(old): ...


table["f"] = f
sorted([1], key=f)
list(map(f, [1]))
# after
# file: a.py
table = {}


def f(new): ...


table["f"] = f
sorted([1], key=f)
list(map(f, [1]))
