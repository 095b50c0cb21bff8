# options: {modules = ["pkg.api"]}
# notes: use.py:1: left as it is: `x` of `pkg.api`: `pkg.api` does more than to show names
# file: pkg/__init__.py
# file: pkg/api.py
from .core import registry, x

registry.append(1)
# file: pkg/core.py
registry = []
x = 1
# file: use.py
from pkg.api import x
