# coding: latin-1
__all__ = [
    "x",
]
x = "é"  

def __getattr__(n):
	"é"
	if n in _MOVED:
		return _moved(n)
	raise AttributeError(n)


_MOVED = {
    "alt": ("pkg.new.neu", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        neu as _alt,
    )
    alt = _alt


def _moved(name: str) -> object:
    import importlib
    import warnings

    new, version = _MOVED[name]
    module, _, attribute = new.rpartition(".")
    value = getattr(importlib.import_module(module), attribute)
    warnings.warn(
        f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
        DeprecationWarning,
        stacklevel=3,
    )
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
