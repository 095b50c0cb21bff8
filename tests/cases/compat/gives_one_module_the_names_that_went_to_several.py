# options: {moves = {"pkg.old.f" = "pkg.a.f", "pkg.old.x" = "pkg.b.x", "pkg.old._hidden" = "pkg.b._hidden"}}
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    pass
# file: pkg/b.py
x, _hidden = [], {}
# after
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    pass
# file: pkg/b.py
x, _hidden = [], {}
# file: pkg/old.py
"""Moved to `pkg.a`, `pkg.b`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "_hidden": ("pkg.b._hidden", ""),
    "f": ("pkg.a.f", ""),
    "x": ("pkg.b.x", ""),
}

__all__ = [
    "f",
    "x",
]

if TYPE_CHECKING:
    from pkg.a import (
        f as f,
    )
    from pkg.b import (
        x as x,
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
