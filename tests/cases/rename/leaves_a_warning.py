# options: {rename = {"pkg.a.old" = "new", "pkg.Thing" = "Item"}, leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
class Thing:
    pass
# file: pkg/a.py
def old():
    return 1
# file: pkg/b.py
from . import Thing
from .a import old

done = old(), Thing
# after
# file: pkg/__init__.py
class Item:
    pass


_RENAMED = {
    "Thing": "Item",
}


def __getattr__(name: str) -> object:
    if name not in _RENAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import sys
    import warnings

    value = globals()[_RENAMED[name]]
    if sys._getframe(1).f_globals.get("__name__") != "importlib._bootstrap":  # it only asks whether it is there
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in 2.0: use {__name__}.{_RENAMED[name]}",
            DeprecationWarning,
            stacklevel=2,
        )
    return value
# file: pkg/a.py
def new():
    return 1


_RENAMED = {
    "old": "new",
}


def __getattr__(name: str) -> object:
    if name not in _RENAMED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import warnings

    value = globals()[_RENAMED[name]]
    warnings.warn(
        f"{__name__}.{name} is deprecated and goes in 2.0: use {__name__}.{_RENAMED[name]}",
        DeprecationWarning,
        stacklevel=2,
    )
    return value
# file: pkg/b.py
from . import Item
from .a import new

done = new(), Item
