# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
"""Moved to `pkg.b`. This module keeps the old names alive and goes in a future version."""

_MOVED_TO = "pkg.b"
_NAMES = {
    "x": "x",
}


def __getattr__(name: str) -> object:
    raise AttributeError(name)
# file: pkg/b.py
x = 1
