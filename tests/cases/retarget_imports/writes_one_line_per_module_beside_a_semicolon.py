# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .a import one
from .b import two
# file: pkg/a.py
one = 1
# file: pkg/b.py
two = 2
# file: use.py
if True: from pkg import one, two; x = one
# after
# file: pkg/__init__.py
from .a import one
from .b import two
# file: pkg/a.py
one = 1
# file: pkg/b.py
two = 2
# file: use.py
if True: from pkg.a import one; from pkg.b import two; x = one
