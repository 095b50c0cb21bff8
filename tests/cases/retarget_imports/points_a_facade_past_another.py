# options: {modules = ["lib"]}
# file: lib/__init__.py
from .core import x
# file: lib/core.py
x = 1
# file: pkg/__init__.py
from lib import x as x
# after
# file: lib/__init__.py
from .core import x
# file: lib/core.py
x = 1
# file: pkg/__init__.py
from lib.core import x as x
