# options: {keep = "pkg.core.Cache", drop = ["pkg.core.Store"], leave = "compat"}
# file: pkg/__init__.py
# file: pkg/core.py
class Store:
    def path(self):
        return 1


class Cache:
    def path(self):
        return 1


def both():
    return Store(), Cache()
# file: user.py
from pkg import core

print(core.Store, core.Cache)
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def path(self):
        return 1


def both():
    return Cache(), Cache()


_MOVED = {
    "Store": ("pkg.core.Cache", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    Store = Cache
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
# file: user.py
from pkg import core

print(core.Cache, core.Cache)
