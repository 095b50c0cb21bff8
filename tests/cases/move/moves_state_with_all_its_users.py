# options: {symbols = ["pkg.a.told", "pkg.a.grow", "pkg.a.count"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
count = 0
"""How often."""


def grow():
    global count
    count += 1


def told():
    return count


def other():
    return told()
# file: user.py
import pkg.a
print(pkg.a.count, pkg.a.other)
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import told


def other():
    return told()
# file: pkg/b.py
count = 0
"""How often."""


def grow():
    global count
    count += 1


def told():
    return count
# file: user.py
import pkg.a
import pkg.b
print(pkg.b.count, pkg.a.other)
