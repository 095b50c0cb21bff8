# options: {moves = {"pkg.a.f" = "pkg.b.f"}}
# file: pkg/__init__.py
# file: pkg/a.py
def __getattr__(wanted):
    """Names on demand."""
    if wanted == "late":
        return 1
    raise AttributeError(wanted)
# file: pkg/b.py
def f():
    pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
def __getattr__(wanted):
    """Names on demand."""
    if wanted in _MOVED:
        return _moved(wanted)
    if wanted == "late":
        return 1
    raise AttributeError(wanted)


_MOVED = {
    "f": ("pkg.b.f", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.b import (
        f as f,
    )


def _moved(name: str) -> object:
    import importlib
    import warnings

    new, version = _MOVED[name]
    module, _, attribute = new.rpartition(".")
    value = getattr(importlib.import_module(module), attribute)
    warnings.warn(
        f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
        DeprecationWarning,
        stacklevel=3,
    )
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: pkg/b.py
def f():
    pass
