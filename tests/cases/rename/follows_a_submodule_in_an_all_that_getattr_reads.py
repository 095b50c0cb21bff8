# options: {rename = {"pkg.platform" = "pkg.platforms"}}
# file: pkg/__init__.py
import importlib

__all__ = [
    "escape",
    "platform",
]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module("." + name, __name__)
    raise AttributeError(name)


def __dir__():
    return sorted(__all__)
# file: pkg/escape.py
# file: pkg/platform/__init__.py
# file: pkg/platform/loop.py
LOOP = 1
# file: use.py
import pkg
import pkg.platform.loop

value = pkg.platform.loop.LOOP
# after
# file: pkg/__init__.py
import importlib

__all__ = [
    "escape",
    "platforms",
]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module("." + name, __name__)
    raise AttributeError(name)


def __dir__():
    return sorted(__all__)
# file: pkg/escape.py
# file: pkg/platforms/__init__.py
# file: pkg/platforms/loop.py
LOOP = 1
# file: use.py
import pkg
import pkg.platforms.loop

value = pkg.platforms.loop.LOOP
