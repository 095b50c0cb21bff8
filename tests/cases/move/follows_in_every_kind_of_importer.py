# options: {symbols = ["pkg.deep.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/b.py
"""B."""
# file: pkg/deep/__init__.py
from .a import f as f
# file: pkg/deep/a.py
def f(x=1): ...
def g(): ...
# file: pkg/deep/user.py
from typing import TYPE_CHECKING

from . import a, b
from .a import g, f
if TYPE_CHECKING:
    from .a import f as typed

try:
    from .a import f as tried
except ImportError:
    tried = None


class Holder:
    from .a import f as method

    def use(self, b: "a.f") -> "typed":
        import pkg.deep.a as mod; mod.f()
        from . import a
        return a.f(), mod.f, a.g


def by_name():
    import importlib
    getattr(a, "f")
    setattr(a, "g", 1)
    return importlib.import_module("pkg.deep.a")
# file: pkg/deep/b.py
# file: whole.py
import pkg.deep.a, os
import pkg.deep
print(pkg.deep.a.f, pkg.deep.f, os)
# file: mixed.py
import pkg.deep.a
print(pkg.deep.a.f, pkg.deep.a.g)
# file: alias.py
import pkg.deep.a as a
b = a.f, f"{a.f!r}"
# file: tuple.py
from pkg.deep import a as x, b as y
print(x.f, y)
# after
# file: alias.py
import pkg.b as a
b = a.f, f"{a.f!r}"
# file: mixed.py
import pkg.deep.a
import pkg.b
print(pkg.b.f, pkg.deep.a.g)
# file: pkg/__init__.py
# file: pkg/b.py
"""B."""


def f(x=1): ...
# file: pkg/deep/__init__.py
from ..b import f as f
from . import a as a
# file: pkg/deep/a.py
def g(): ...
# file: pkg/deep/b.py
# file: pkg/deep/user.py
from typing import TYPE_CHECKING

from . import a, b
from .. import b as pkg_b
from .a import g
from ..b import f
if TYPE_CHECKING:
    from ..b import f as typed

try:
    from ..b import f as tried
except ImportError:
    tried = None


class Holder:
    from ..b import f as method

    def use(self, b: "pkg_b.f") -> "typed":
        import pkg.b as mod; mod.f()
        from . import a
        from .. import b as pkg_b
        return pkg_b.f(), mod.f, a.g


def by_name():
    import importlib
    getattr(pkg_b, "f")
    setattr(a, "g", 1)
    return importlib.import_module("pkg.deep.a")
# file: tuple.py
from pkg.deep import b as y
from pkg import b as x
print(x.f, y)
# file: whole.py
import pkg.b, os
import pkg.deep
print(pkg.b.f, pkg.deep.f, os)
