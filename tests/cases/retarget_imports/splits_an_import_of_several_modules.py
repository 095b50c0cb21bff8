# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .a import one, two
from .b import three
from .c import *

own = 4
# file: pkg/a.py
one = 1
two = 2
# file: pkg/b.py
three = 3
# file: pkg/c.py
five = 5
# file: use.py
from pkg import five, one, own, three, two  # all of them
from pkg.a import one as first
# file: wide.py
from pkg import (
    five,
    one,  # the first
    three,
    two,
)
# after
# file: pkg/__init__.py
from .a import one, two
from .b import three
from .c import *

own = 4
# file: pkg/a.py
one = 1
two = 2
# file: pkg/b.py
three = 3
# file: pkg/c.py
five = 5
# file: use.py
from pkg import own  # all of them
from pkg.a import one, one as first, two
from pkg.b import three
from pkg.c import five
# file: wide.py
from pkg.a import (
    one,  # the first
    two,
)
from pkg.b import three
from pkg.c import five
