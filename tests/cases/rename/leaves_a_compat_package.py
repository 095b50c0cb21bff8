# options: {rename = {"pkg" = "lib"}, leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
"""A library."""

from .core import Thing
from .run import run

__version__ = "1.0"
# file: pkg/__main__.py
print("run")
# file: pkg/core.py
import json


class Thing:
    pass
# file: pkg/deep/__init__.py
# file: pkg/deep/leaf.py
_hidden = object()
# file: pkg/run.py
def run():
    return 1
# file: use.py
import pkg.deep.leaf

assert pkg.Thing is pkg.core.Thing
assert pkg.run() == 1
assert pkg.deep.leaf._hidden
# after
# file: lib/__init__.py
"""A library."""

from .core import Thing
from .run import run

__version__ = "1.0"
# file: lib/__main__.py
print("run")
# file: lib/core.py
import json


class Thing:
    pass
# file: lib/deep/__init__.py
# file: lib/deep/leaf.py
_hidden = object()
# file: lib/run.py
def run():
    return 1
# file: pkg/__init__.py
"""Moved to `lib`. The old names still work, and warn."""

from typing import TYPE_CHECKING

from . import core as core
from . import run as _run

from lib import (
    run as run,
)

_MOVED = {
    "Thing": ("lib.Thing", "2.0"),
    "__version__": ("lib.__version__", "2.0"),
}

__all__ = [
    "Thing",
    "run",
]

if TYPE_CHECKING:
    from lib import (
        Thing as Thing,
        __version__ as __version__,
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
# file: pkg/core.py
"""Moved to `lib.core`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Thing": ("lib.core.Thing", "2.0"),
}

__all__ = [
    "Thing",
]

if TYPE_CHECKING:
    from lib.core import (
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
# file: pkg/deep/__init__.py
"""Moved to `lib.deep`. The old names still work; this module goes in 2.0."""
# file: pkg/deep/leaf.py
"""Moved to `lib.deep.leaf`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "_hidden": ("lib.deep.leaf._hidden", "2.0"),
}

__all__: list[str] = []

if TYPE_CHECKING:
    from lib.deep.leaf import (
        _hidden as _hidden,
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
# file: pkg/run.py
"""Moved to `lib.run`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "run": ("lib.run.run", "2.0"),
}

__all__ = [
    "run",
]

if TYPE_CHECKING:
    from lib.run import (
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
# file: use.py
import lib.deep.leaf

assert lib.Thing is lib.core.Thing
assert lib.run() == 1
assert lib.deep.leaf._hidden
