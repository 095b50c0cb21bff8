# options: {modules = ["pkg.a"]}
# import: no
# file: pkg/__init__.py
# file: pkg/a.py
from .b import x
# file: pkg/b.py
from .a import x
# file: use.py
from pkg.a import x
