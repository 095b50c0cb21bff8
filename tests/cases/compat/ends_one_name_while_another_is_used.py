# options: {expire = true}
# version: 2.0
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass


def g():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work; this module goes in 2.0."""

from typing import TYPE_CHECKING

_MOVED = {
    "f": ("pkg.new.f", "2.0"),
    "g": ("pkg.new.g", "3.0"),
}

__all__ = [
    "f",
    "g",
]

if TYPE_CHECKING:
    from pkg.new import (
        f as f,
        g as g,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: use.py
import pkg.old
from pkg import old

done = old.g, pkg.old.g
# after
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass


def g():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work; this module goes in 2.0."""

from typing import TYPE_CHECKING

_MOVED = {
    "g": ("pkg.new.g", "3.0"),
}

__all__ = [
    "g",
]

if TYPE_CHECKING:
    from pkg.new import (
        g as g,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: use.py
import pkg.old
from pkg import old

done = old.g, pkg.old.g
