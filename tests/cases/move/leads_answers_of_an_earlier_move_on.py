# options: {symbols = ["pkg.b.f"], into = "pkg.c"}
# file: pkg/__init__.py
# file: pkg/a.py
_MOVED = {
    "f": ("pkg.b.f", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.b import (
        f as f,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
# file: pkg/b.py
def f(): ...
# after
# file: pkg/__init__.py
# file: pkg/a.py
_MOVED = {
    "f": ("pkg.c.f", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.c import (
        f as f,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
# file: pkg/b.py
# file: pkg/c.py
def f(): ...
