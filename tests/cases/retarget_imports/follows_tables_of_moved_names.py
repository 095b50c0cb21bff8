# options: {modules = ["pkg.old"]}
# file: pkg/__init__.py
# file: pkg/new.py
def load():
    pass


def read():
    pass
# file: pkg/old.py
"""Old names."""

_MOVED = {
    "load": ("pkg.new.load", "2.0"),
    "get": ("pkg.new.read", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        load as load,
    )
    from pkg.new import (
        read as _get,
    )
    get = _get
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def verify(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("verify", "2.0", "it does nothing any more, leave it out")
    return graph
# file: pkg/user.py
from .old import get, load, verify


def use():
    return load(), get(), verify(1)
# after
# file: pkg/__init__.py
# file: pkg/new.py
def load():
    pass


def read():
    pass
# file: pkg/old.py
"""Old names."""

_MOVED = {
    "load": ("pkg.new.load", "2.0"),
    "get": ("pkg.new.read", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        load as load,
    )
    from pkg.new import (
        read as _get,
    )
    get = _get
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""


def verify(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("verify", "2.0", "it does nothing any more, leave it out")
    return graph
# file: pkg/user.py
from .old import verify
from .new import read as get, load


def use():
    return load(), get(), verify(1)
