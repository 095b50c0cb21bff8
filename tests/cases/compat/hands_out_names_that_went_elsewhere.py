# options: {moves = {"pkg.a.f" = "pkg.b.f", "pkg.a.Old" = "pkg.c.New"}, remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/a.py
__all__ = ["kept"]


def kept():
    pass
# file: pkg/b.py
def f():
    pass
# file: pkg/c.py
class New:
    pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
__all__ = ["kept"]


def kept():
    pass


_MOVED = {
    "Old": ("pkg.c.New", "2.0"),
    "f": ("pkg.b.f", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.b import (
        f as f,
    )
    from pkg.c import (
        New as _Old,
    )
    Old = _Old
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
def f():
    pass
# file: pkg/c.py
class New:
    pass
