# options: {from = ["pkg.b"], into = "pkg.c"}
# file: pkg/__init__.py
# file: pkg/a.py
"""Moved to `pkg.b`. The old names still work; this module goes in a future version."""

import importlib

_MOVED_TO = "pkg.b"
_NAMES = {
    "x": "x",
}

__all__: list[str] = []


def __getattr__(name: str) -> object:
    return getattr(importlib.import_module(_MOVED_TO), _NAMES[name])
# file: pkg/b.py
def x():
    pass
# file: pkg/c.py
y = 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
...
# file: pkg/c.py
y = 1


def x():
    pass
