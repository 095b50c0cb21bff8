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


_MOVED = {
    "Thing": ("pkg.Item", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    Thing = Item
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
# file: pkg/a.py
def new():
    return 1


_MOVED = {
    "old": ("pkg.a.new", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    old = new
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
from . import Item
from .a import new

done = new(), Item
