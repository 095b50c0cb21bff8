# options: {rename = {"pkg.old" = "pkg.new"}, leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/old.py
def f():
    pass


def __getattr__(name):
    if name == "late":
        return f
    raise AttributeError(name)
# file: use.py
from pkg.old import late
# after
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass


def __getattr__(name):
    if name == "late":
        return f
    raise AttributeError(name)
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "f": ("pkg.new.f", "2.0"),
}

__all__ = [
    "f",
]

if TYPE_CHECKING:
    from pkg.new import (
        f as f,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED and name.startswith("__"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED.get(name, (f"pkg.new.{name}", "2.0"))
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
from pkg.new import late
