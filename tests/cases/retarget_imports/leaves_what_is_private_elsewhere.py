# options: {modules = ["pkg"]}
# notes: use.py:1: left as it is: `x` of `pkg`: `pkg._core` is private
# file: pkg/__init__.py
from ._core import x
# file: pkg/_core.py
x = 1
# file: use.py
from pkg import x
