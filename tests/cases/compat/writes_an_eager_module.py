# options: {moves = {"pkg.old" = "pkg.new"}, how = "eager", remove_in = "2.0"}
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
"""Moved to `pkg.new`. The old names still work; this module goes in 2.0."""

import warnings

from pkg.new import (
    f as f,
)

__all__ = [
    "f",
]

warnings.warn(
    f"{__name__} is deprecated and goes in 2.0: use pkg.new",
    DeprecationWarning,
    stacklevel=2,
)
