# options: {move = {"pkg/a.py" = "lib/a.py"}}
# refuses: import-cycle
# file: lib/__init__.py
from pkg.user import y
# file: pkg/__init__.py
# file: pkg/a.py
x = 1
# file: pkg/user.py
from .a import x

y = x
