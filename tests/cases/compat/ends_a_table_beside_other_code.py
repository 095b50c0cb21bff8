# options: {expire = true}
# version: 3.0
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass


def g():
    pass
# file: pkg/old.py
"""Some other things."""

__all__ = ["f", "y"]

y = 1


def __getattr__(name):
    if name in _MOVED:
        return _moved(name)
    raise AttributeError(name)


_MOVED = {
    "f": ("pkg.new.f", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        f as f,
    )


def _moved(name: str) -> object:
    import importlib

    new, version = _MOVED[name]
    module, _, attribute = new.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
# after
# file: pkg/__init__.py
# file: pkg/new.py
def f():
    pass


def g():
    pass
# file: pkg/old.py
"""Some other things."""

__all__ = ["y"]

y = 1


def __getattr__(name):
    raise AttributeError(name)
