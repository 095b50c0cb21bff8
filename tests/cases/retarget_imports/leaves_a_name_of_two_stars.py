# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .a import *
from .b import *
# file: pkg/a.py
x = 1
# file: pkg/b.py
x = 2
# file: use.py
from pkg import x
