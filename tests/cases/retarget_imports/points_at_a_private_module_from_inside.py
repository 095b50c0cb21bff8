# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from ._core import x
# file: pkg/_core.py
x = 1
# file: pkg/sub/__init__.py
# file: pkg/sub/use.py
from .. import x
# after
# file: pkg/__init__.py
from ._core import x
# file: pkg/_core.py
x = 1
# file: pkg/sub/__init__.py
# file: pkg/sub/use.py
from .._core import x
