# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1
# file: star.py
from pkg import *
# file: use.py
import pkg
import pkg as p

y = pkg.x, p.x
