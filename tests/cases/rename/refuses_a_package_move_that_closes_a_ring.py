# options: {rename = {"pkg.old" = "lib.old"}}
# refuses: import-cycle
# file: lib/__init__.py
from pkg.user import y
# file: pkg/__init__.py
# file: pkg/old/__init__.py
from .part import x
# file: pkg/old/part.py
x = 1
# file: pkg/user.py
from .old import x

y = x
