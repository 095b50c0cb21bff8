# options: {rename = {"pkg.test.tool" = "pkg.test.support"}}
# file: pkg/__init__.py
import importlib

__all__ = ["tool"]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module("." + name, __name__)
    raise AttributeError(name)
# file: pkg/tool.py
X = 1
# file: pkg/test/__init__.py
# file: pkg/test/tool.py
Y = 2
# file: pkg/test/first.py
from pkg.test.tool import Y
from pkg.tool import X
# after
# file: pkg/__init__.py
import importlib

__all__ = ["tool"]


def __getattr__(name):
    if name in __all__:
        return importlib.import_module("." + name, __name__)
    raise AttributeError(name)
# file: pkg/tool.py
X = 1
# file: pkg/test/__init__.py
# file: pkg/test/support.py
Y = 2
# file: pkg/test/first.py
from pkg.test.support import Y
from pkg.tool import X
