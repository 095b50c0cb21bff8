# options: {from = ["pkg.a"], into = "pkg.b-c"}
# refuses: no-module-name
# file: pkg/__init__.py
# file: pkg/a.py
y = 1
# file: pkg/b-c.py
x = 1
# file: pkg/user.py
from .a import y
