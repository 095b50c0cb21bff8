# options: {rename = {"a" = "pkg.a"}}
# refuses: import-cycle
# file: a.py
x = 1
# file: b.py
import a

y = a.x
# file: pkg/__init__.py
from b import y
