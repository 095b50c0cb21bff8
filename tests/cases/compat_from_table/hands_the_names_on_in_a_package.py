# options: {module = "pkg.compat", reexport = ["pkg"], replace = true, rows = {fold = "pkg.passes.fold", lower = {call = "pkg.passes.run('$0', $*)"}}}
# file: pkg/__init__.py
from pkg.lower import lower

__all__ = ["lower"]
# file: pkg/lower.py
def lower(graph, *, level=1):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph


def run(name, graph, *, level=1):
    return graph
# after
# file: pkg/__init__.py
__all__ = ["lower", "fold"]


_MOVED = {
    "fold": ("pkg.passes.fold", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.passes import (
        fold as fold,
    )
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

from . import lower as _lower  # loaded first: whoever loads it later would put it over the name
from pkg.compat import lower as lower  # noqa: E402
# file: pkg/compat.py
"""Old names of pkg, kept for a while: each says in a DeprecationWarning what to use."""

__all__ = [
    "fold",
    "lower",
]


_MOVED = {
    "fold": ("pkg.passes.fold", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.passes import (
        fold as fold,
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


def _deprecated(old: str, version: str, use: str) -> None:
    """Warn whoever called the old name."""
    import warnings

    warnings.warn(
        f"{__name__}.{old} is deprecated and goes in {version or 'a future version'}: {use}",
        DeprecationWarning,
        stacklevel=3,
    )


def lower(graph, *, level=1):
    """Deprecated: use pkg.passes.run('lower', ...)."""
    _deprecated("lower", "", "use pkg.passes.run('lower', ...)")
    from pkg.passes import run

    return run('lower', graph, level=level)
# file: pkg/lower.py
def lower(graph, *, level=1):
    return graph
# file: pkg/passes.py
def fold(graph):
    return graph


def run(name, graph, *, level=1):
    return graph
