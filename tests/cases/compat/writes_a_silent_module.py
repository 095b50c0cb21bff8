# options: {moves = {"pkg.old" = "pkg.new"}, how = "silent", remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/new.py
try:
    import maybe_missing_thing
except ImportError:
    pass
else:
    sometimes = 1


def f():
    pass
# after
# file: pkg/__init__.py
# file: pkg/new.py
try:
    import maybe_missing_thing
except ImportError:
    pass
else:
    sometimes = 1


def f():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`."""

from pkg.new import (
    f as f,
)

__all__ = [
    "f",
]
