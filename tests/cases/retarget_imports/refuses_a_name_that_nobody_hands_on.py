# options: {modules = ["pkg"], names = ["Thign"]}
# refuses: no-such-name
# file: pkg/__init__.py
from .core import Thing
# file: pkg/core.py
class Thing: ...
# file: use.py
from pkg import Thing
