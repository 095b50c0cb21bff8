# options: {new = "runtime_edited", place = "runtime", old = "compat", to = "runtime_old", remove_in = "0.5"}
# file: runtime/__init__.py
# file: runtime/extras.py
from runtime.planner import helper


def extra():
    return helper()
# file: runtime/planner.py
def helper():
    return 1


def order(items):
    return items
# file: runtime_edited/__init__.py
# file: runtime_edited/planner.py
def order(items):
    return sorted(items)
# file: use.py
from runtime.extras import extra
from runtime.planner import helper, order

assert extra() == helper() == 1
assert order([1, 2]) == [1, 2]
# after
# file: runtime/__init__.py
# file: runtime/extras.py
"""Moved to `runtime_old.extras`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "extra": ("runtime_old.extras.extra", "0.5"),
}

__all__ = [
    "extra",
]

if TYPE_CHECKING:
    from runtime_old.extras import (
        extra as extra,
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
# file: runtime/planner.py
def order(items):
    return sorted(items)


_MOVED = {
    "helper": ("runtime_old.planner.helper", "0.5"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from runtime_old.planner import (
        helper as helper,
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
# file: runtime_old/__init__.py
# file: runtime_old/extras.py
from runtime_old.planner import helper


def extra():
    return helper()
# file: runtime_old/planner.py
def helper():
    return 1


def order(items):
    return items
# file: use.py
from runtime.extras import extra
from runtime.planner import helper, order

assert extra() == helper() == 1
assert order([1, 2]) == [1, 2]
