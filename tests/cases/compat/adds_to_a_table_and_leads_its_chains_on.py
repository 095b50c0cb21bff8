# options: {moves = {"pkg.a.f" = "pkg.b.g", "pkg.b.g" = "pkg.c.h", "pkg.a.x" = "pkg.c.x"}, remove_in = "3.0"}
# file: pkg/__init__.py
# file: pkg/a.py
y = 1


_MOVED = {
    "f": ("pkg.b.g", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.b import (
        g as f,
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
# file: pkg/c.py
def h():
    pass


x = []
# after
# file: pkg/__init__.py
# file: pkg/a.py
y = 1


_MOVED = {
    "x": ("pkg.c.x", "3.0"),
    "f": ("pkg.c.h", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.c import (
        x as x,
    )
    from pkg.c import (
        h as _f,
    )
    f = _f
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


_MOVED = {
    "g": ("pkg.c.h", "3.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.c import (
        h as _g,
    )
    g = _g
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
# file: pkg/c.py
def h():
    pass


x = []
