# options: {function = "f.f", name = "new", default = "0", keyword_only = true, pass = [{inside = "calls", value = "1"}]}
# file: f.py
def f(*args, **kwargs):
    return args, kwargs
# file: calls.py
import f as module
from f import f as g

a = g()
b = g(  # nothing
)
c = g(1, *[2], x=3)
d = g(x for x in "ab")
e = module.f(
    1,
    x=2  # two
)
h = (g)(
    1,  # one
    2,  # two
)
i = g(1, g(2), ")", "#")
j = g(1,
      2)
k = g("an argument that is as long as a line can be before it is", "far too long for it")
# after
# file: f.py
def f(*args, new=0, **kwargs):
    return args, kwargs
# file: calls.py
import f as module
from f import f as g

a = g(new=1)
b = g(new=1  # nothing
)
c = g(1, *[2], x=3, new=1)
d = g((x for x in "ab"), new=1)
e = module.f(
    1,
    x=2,  # two
    new=1
)
h = (g)(
    1,  # one
    2,  # two
    new=1,
)
i = g(1, g(2, new=1), ")", "#", new=1)
j = g(1,
      2,
      new=1)
k = g("an argument that is as long as a line can be before it is", "far too long for it",
      new=1)
