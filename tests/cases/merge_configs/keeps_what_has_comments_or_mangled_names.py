# options: {from = ["pkg.job"], into = "pkg.config"}
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 80

    def _shown(self):
        return self.__port

    def name(self):
        return f"port {self.port}"
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 80
    workers: int = 1

    def _shown(self):
        return self.__port

    # what a person calls it
    def name(self):
        return f"port {self.port}"
# after
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class Server:
    port: int = 80

    def _shown(self):
        return self.__port

    def name(self):
        return f"port {self.port}"


@dataclass
class JobServer(Server):
    workers: int = 1

    def _shown(self):
        return self.__port

    # what a person calls it
    def name(self):
        return f"port {self.port}"
# file: pkg/job.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Server": ("pkg.config.JobServer", ""),
}

__all__ = [
    "Server",
]

if TYPE_CHECKING:
    from pkg.config import (
        JobServer as Server,
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
