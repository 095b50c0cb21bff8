# options: {modules = ["pkg"]}
# layout: {source = ["."]}
# import: no
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1
# file: lib/pkg/__init__.py
# file: lib/use.py
from .pkg import x
from other.pkg import x
