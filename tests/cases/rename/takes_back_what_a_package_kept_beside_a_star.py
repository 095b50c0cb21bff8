# options: {rename = {"pkg.a.new" = "old"}}
# file: pkg/__init__.py
from .a import *
from .a import new as old
# file: pkg/a.py
new = 1
# after
# file: pkg/__init__.py
from .a import *
from .a import old as new
from .a import old
# file: pkg/a.py
old = 1
