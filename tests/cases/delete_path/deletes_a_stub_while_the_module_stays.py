# options: {paths = ["pkg/a.pyi"], reason = "annotations are inline"}
# file: pkg/__init__.py
# file: pkg/a.py
x: int = 1
# file: pkg/a.pyi
x: int
# file: pkg/user.py
from .a import x
# after
# file: pkg/__init__.py
# file: pkg/a.py
x: int = 1
# file: pkg/user.py
from .a import x
