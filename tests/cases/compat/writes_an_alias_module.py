# options: {moves = {"pkg.old" = "pkg.new"}, how = "alias", remove_in = "2.0"}
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

import sys
import warnings
from typing import TYPE_CHECKING

import pkg.new as _new

if TYPE_CHECKING:
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
sys.modules[__name__] = _new
