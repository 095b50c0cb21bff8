# options: {expire = true}
# version: 2.0
# file: pkg/__init__.py
# file: pkg/a.py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Lines = Iterable[str]


def f(lines: "Lines") -> None:
    pass


_MOVED = {
    "g": ("pkg.b.g", "2.0"),
    "h": ("pkg.b.h", "3.0"),
}

if TYPE_CHECKING:
    from pkg.b import (
        g as g,
        h as h,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: pkg/b.py
def g():
    pass


def h():
    pass
# after
# file: pkg/__init__.py
# file: pkg/a.py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Lines = Iterable[str]


def f(lines: "Lines") -> None:
    pass


_MOVED = {
    "h": ("pkg.b.h", "3.0"),
}

if TYPE_CHECKING:
    from pkg.b import (
        h as h,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# file: pkg/b.py
def g():
    pass


def h():
    pass
