# options: {paths = ["pkg/legacy"]}
# import: no
# notes: `fast` is always None now
# file: pkg/__init__.py
# file: pkg/legacy/__init__.py
# file: pkg/legacy/fast.py
"""Moved to pkg.gone."""
from pkg.gone import run
# file: pkg/legacy/endless.py
"""The old model; names are looked up on first use."""
import sys


def __getattr__(name):
    return getattr(sys.modules[__name__], name)
# file: pkg/legacy/deferred.py
import importlib
import types


class Deferred(types.ModuleType):
    def __getattr__(self, name):
        return getattr(importlib.import_module(self.__name__), name)


sparse = Deferred("pkg.sparse")
# file: pkg/user.py
"""Uses them all."""

import logging

logger = logging.getLogger(__name__)

try:
    from .legacy import fast
except ImportError:
    # the plain one will do
    fast = None


def gain(items):
    try:
        from .legacy import endless

        return endless.gain(items)
    except Exception:
        logger.warning("Ignored an exception", exc_info=True)
        return 0.0


def mask(items):
    from .legacy.deferred import sparse

    try:
        return list(sparse.mask(items))
    except (ImportError, ValueError):
        return None


def quiet(items):
    try:
        from .legacy.endless import gain as other
    except RuntimeError: pass
    return fast, items
# after
# file: pkg/__init__.py
# file: pkg/user.py
"""Uses them all."""

import logging

logger = logging.getLogger(__name__)

# the plain one will do
fast = None


def gain(items):
    return 0.0


def mask(items):
    return None


def quiet(items):
    return fast, items
