# options: {modules = ["pkg.api"]}
# notes: user.py:1: left as it is: `x` of `pkg.api`: `pkg.core` needs this module as well
# file: pkg/__init__.py
# file: pkg/api.py
from .core import x
# file: pkg/core.py
x = 1
from . import user
# file: pkg/user.py
from pkg.api import x
