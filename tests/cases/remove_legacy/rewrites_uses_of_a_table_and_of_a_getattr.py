# options: {paths = ["pkg/old.py", "pkg/older.py"]}
# version: 2.1
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass


def save():
    pass
# file: pkg/old.py
"""Old names, deprecated."""

_MOVED = {
    "get": ("pkg.real.load", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.real import (
        load as _get,
    )
    get = _get
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: pkg/older.py
"""Deprecated, will be removed in version 2.1: use pkg.real."""

import warnings

from pkg import real as _real


def __getattr__(name):
    warnings.warn("pkg.older is deprecated", DeprecationWarning, stacklevel=2)
    return getattr(_real, name)
# file: pkg/user.py
from pkg import older
from pkg.old import get


def use():
    return get(), older.save()
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass


def save():
    pass
# file: pkg/user.py
from pkg import real
from pkg.real import load


def use():
    return load(), real.save()
