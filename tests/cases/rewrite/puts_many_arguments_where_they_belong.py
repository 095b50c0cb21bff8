# options: {pattern = "m.old($A, $$$REST)", to = "m.new($$$REST, key=$A)"}
# file: m.py
def old(*args, **more): ...


def new(*args, **more): ...
# file: user.py
import m

x = 1
m.old(1, 2, *[x], k=3, **{})
m.old(x)
m.old((x), (x + 1),)
m.old(y for y in [x])
m.old(
    x,
    # first
    2,
    k=3,  # last
)
# after
# file: m.py
def old(*args, **more): ...


def new(*args, **more): ...
# file: user.py
import m

x = 1
m.new(2, *[x], k=3, **{}, key=1)
m.new(key=x)
m.new((x + 1), key=x)
m.new(key=(y for y in [x]))
# first
# last
m.new(2,
    k=3, key=x)
