# options: {modules = ["pkg"]}
# notes: broken.py: left as it is
# import: no
# file: broken.py
from pkg import x

x(
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1
