# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["g"]}, leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/big.py
def f(): ...


def g():
    return f


def h(): ...
# after
# file: pkg/__init__.py
# file: pkg/big.py
def h(): ...


_MOVED = {
    "f": ("pkg.one.f", "2.0"),
    "g": ("pkg.two.g", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.one import (
        f as f,
    )
    from pkg.two import (
        g as g,
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
# file: pkg/one.py
def f(): ...
# file: pkg/two.py
from pkg.one import f


def g():
    return f
