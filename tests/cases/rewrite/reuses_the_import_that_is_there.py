# options: {pattern = "m.old($A)", to = "n.sub.new($A)", import_style = "module"}
# file: m.py
def old(x): return x
# file: n/__init__.py
# file: n/sub.py
from m import old


def new(x): return x


def both(x):
    return old(x)
# file: a.py
from m import old
from n import sub as s

x = old(1)
# file: b.py
import m

n = 3
x = m.old(1)
# file: c.py
"""Doc."""
from m import old
from n.sub import both

x = old(1), both
# after
# file: m.py
def old(x): return x
# file: n/__init__.py
# file: n/sub.py
def new(x): return x


def both(x):
    return new(x)
# file: a.py
from n import sub as s

x = s.new(1)
# file: b.py
from n.sub import new

n = 3
x = new(1)
# file: c.py
"""Doc."""
import n.sub
from n.sub import both

x = n.sub.new(1), both
