# options: {from = ["pkg.a", "pkg.b"], into = "pkg.config", rename = {"pkg.b.Server" = "OtherServer"}}
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/a.py
class Server:
    port = 80


class Client:
    retries = 3
# file: pkg/b.py
class Server:
    port = 8080


class Client:
    retries = 3
# after
# file: pkg/__init__.py
# file: pkg/a.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Client": ("pkg.config.Client", ""),
    "Server": ("pkg.config.Server", ""),
}

__all__ = [
    "Server",
    "Client",
]

if TYPE_CHECKING:
    from pkg.config import (
        Server as Server,
        Client as Client,
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
# file: pkg/b.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Client": ("pkg.config.Client", ""),
    "Server": ("pkg.config.OtherServer", ""),
}

__all__ = [
    "Server",
    "Client",
]

if TYPE_CHECKING:
    from pkg.config import (
        OtherServer as Server,
        Client as Client,
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
# file: pkg/config.py
class Server:
    port = 80


class Client:
    retries = 3


class OtherServer(Server):
    port = 8080
