y = 1


_MOVED = {
    "f": ("pkg.new.f", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.new import (
        f as f,
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
