# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .core import x
from .user import y
# file: pkg/core.py
x = 1
# file: pkg/user.py
from pkg import x

y = x
# after
# file: pkg/__init__.py
from .core import x
from .user import y
# file: pkg/core.py
x = 1
# file: pkg/user.py
from pkg.core import x

y = x
