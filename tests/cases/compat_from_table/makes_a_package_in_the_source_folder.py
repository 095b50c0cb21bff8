# options: {module = "pkg.old", rows = {size = "builtins.len", path = "os.path.join", dump = {call = "json.dumps($*)", signature = "(value, **options)"}, now = {call = "dict.fromkeys($keys)", signature = "(keys)"}}}
# layout: {source = ["src"]}
# file: src/pkg/__init__.py
# after
# file: src/pkg/__init__.py
# file: src/pkg/old.py
"""Old names of pkg, kept for a while: each says in a DeprecationWarning what to use."""

__all__ = [
    "size",
    "path",
    "dump",
    "now",
]


_MOVED = {
    "path": ("os.path.join", ""),
    "size": ("builtins.len", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from builtins import (
        len as _size,
    )
    from os.path import (
        join as _path,
    )
    path = _path
    size = _size
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


def dump(value, **options):
    """Deprecated: use json.dumps(...)."""
    _deprecated("dump", "", "use json.dumps(...)")
    from json import dumps

    return dumps(value, **options)


def now(keys):
    """Deprecated: use dict.fromkeys(keys)."""
    _deprecated("now", "", "use dict.fromkeys(keys)")
    return dict.fromkeys(keys)
