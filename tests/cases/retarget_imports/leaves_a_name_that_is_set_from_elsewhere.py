# options: {modules = ["pkg"]}
# notes: set anew
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1
# file: set_it.py
import pkg

pkg.x = 2
# file: use.py
from pkg import x
