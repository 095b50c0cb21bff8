# options: {moves = {"old" = "new"}}
# file: new/__init__.py
from .core import Thing
from .run import run
# file: new/core.py
class Thing:
    pass
# file: new/deep/__init__.py
# file: new/deep/leaf.py
x = []
# file: new/run.py
def run():
    pass
# after
# file: new/__init__.py
from .core import Thing
from .run import run
# file: new/core.py
class Thing:
    pass
# file: new/deep/__init__.py
# file: new/deep/leaf.py
x = []
# file: new/run.py
def run():
    pass
# file: old/__init__.py
"""Moved to `new`. The old names still work, and warn."""

from typing import TYPE_CHECKING

from . import core as core
from . import run as _run

from new import (
    run as run,
)

_MOVED = {
    "Thing": ("new.Thing", ""),
}

__all__ = [
    "Thing",
    "run",
]

if TYPE_CHECKING:
    from new import (
        Thing as Thing,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import sys
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        if sys._getframe(1).f_globals.get("__name__") != "importlib._bootstrap":  # it only asks whether it is there
            warnings.warn(
                f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
                DeprecationWarning,
                stacklevel=2,
            )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: old/core.py
"""Moved to `new.core`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Thing": ("new.core.Thing", ""),
}

__all__ = [
    "Thing",
]

if TYPE_CHECKING:
    from new.core import (
        Thing as Thing,
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
# file: old/deep/__init__.py
"""Moved to `new.deep`. The old names still work; this module goes in a future version."""
# file: old/deep/leaf.py
"""Moved to `new.deep.leaf`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "x": ("new.deep.leaf.x", ""),
}

__all__ = [
    "x",
]

if TYPE_CHECKING:
    from new.deep.leaf import (
        x as x,
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
# file: old/run.py
"""Moved to `new.run`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "run": ("new.run.run", ""),
}

__all__ = [
    "run",
]

if TYPE_CHECKING:
    from new.run import (
        run as run,
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
