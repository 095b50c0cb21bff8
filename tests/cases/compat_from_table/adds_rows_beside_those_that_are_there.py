# options: {module = "pkg.compat", remove_in = "3.0", rows = {fold = "pkg.passes.fold", dce = "pkg.passes.dce", lower = {noop = true, signature = "(graph)"}, raise_all = {removed = "use lower"}}}
# file: pkg/__init__.py
# file: pkg/compat.py
"""Ours."""

__all__ = ["fold", "lower"]


_MOVED = {
    "fold": ("pkg.passes.fold", "2.0"),
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


def lower(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("lower", "2.0", "it does nothing any more, leave it out")
    return graph


def by_hand():
    return 1
# file: pkg/passes.py
def fold(graph):
    return graph


def dce(graph):
    return graph
# after
# file: pkg/__init__.py
# file: pkg/compat.py
"""Ours."""

__all__ = ["fold", "lower", "dce", "raise_all"]


_MOVED = {
    "dce": ("pkg.passes.dce", "3.0"),
    "fold": ("pkg.passes.fold", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.passes import (
        dce as dce,
    )
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


def lower(graph):
    """Deprecated: it does nothing any more, leave it out."""
    _deprecated("lower", "2.0", "it does nothing any more, leave it out")
    return graph


def by_hand():
    return 1


def _removed(old: str, use: str) -> RuntimeError:
    """The error that tells whoever called the old name what to use."""
    return RuntimeError(f"{__name__}.{old} was removed: {use}")


def raise_all(*args, **kwargs):
    """Removed: use lower."""
    raise _removed("raise_all", "use lower")
# file: pkg/passes.py
def fold(graph):
    return graph


def dce(graph):
    return graph
