# options: {modules = ["pkg"], names = ["pkg.one"], paths = ["src_*.py"]}
# file: pkg/__init__.py
from .a import one, two
# file: pkg/a.py
one = two = 1
# file: src_use.py
from pkg import one, two
# file: use.py
from pkg import one, two
# after
# file: pkg/__init__.py
from .a import one, two
# file: pkg/a.py
one = two = 1
# file: src_use.py
from pkg import two
from pkg.a import one
# file: use.py
from pkg import one, two
