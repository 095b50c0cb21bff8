# options: {modules = ["pkg", "lib"]}
# file: lib/__init__.py
from pkg import core
# file: pkg/__init__.py
from . import core
# file: pkg/core.py
x = 1
# file: use.py
from lib import core as c
from pkg import core
