# options: {rename = {"pkg.sub.f" = "g"}}
# file: pkg/__init__.py
_MOVED = {
    "f": ("pkg.sub.f", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.sub import (
        f as f,
    )
else:

    def __getattr__(name: str) -> object:
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
# file: pkg/sub.py
def f():
    pass
# file: use.py
from pkg import f

f()
# after
# file: pkg/__init__.py
_MOVED = {
    "f": ("pkg.sub.g", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.sub import (
        g as f,
    )
else:

    def __getattr__(name: str) -> object:
        import importlib

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
# file: pkg/sub.py
def g():
    pass
# file: use.py
from pkg import f

f()
