# options: {symbols = ["pkg.a.f", "pkg.a._h"], into = "pkg.b", leave = "compat", remove_in = "3.0"}
# file: pkg/__init__.py
# file: pkg/a.py
"""A."""

__all__ = ["f", "g"]


def f(): ...


def g(): ...


def _h(): ...


if __name__ == "__main__":
    g()
# file: user.py
from pkg.a import f, g
text = "call pkg.a.f now"
# after
# file: pkg/__init__.py
# file: pkg/a.py
"""A."""

__all__ = ["f", "g"]


def g(): ...


if __name__ == "__main__":
    g()


_MOVED = {
    "_h": ("pkg.b._h", "3.0"),
    "f": ("pkg.b.f", "3.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.b import (
        _h as _h,
        f as f,
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
# file: pkg/b.py
__all__ = ["f"]


def f(): ...


def _h(): ...
# file: user.py
from pkg.a import g
from pkg.b import f
text = "call pkg.a.f now"
