# options: {move = {"pkg/a.py" = "pkg/sub/a.py", "pkg/b.py" = "pkg/sub/b.py", "pkg/c.py" = "pkg/d.py"}}
# file: README.md
`pkg.a.f` in pkg/a.py; pkg.c too.
# file: pkg/__init__.py
# file: pkg/a.py
from . import b, c
from .b import g
from .near import x


def f(): ...
# file: pkg/b.py
import pkg.c


def g():
    from .a import f

    return f, pkg.c.y
# file: pkg/c.py
y = 1
# file: pkg/near.py
x = 1
# file: pkg/sub/__init__.py
# file: tests/test_it.py
from unittest import mock

from pkg import a, b, c
from pkg.a import f


def test_it():
    with mock.patch("pkg.a.g"):
        return a.f, b, c.y, f
# after
# file: README.md
`pkg.sub.a.f` in pkg/sub/a.py; pkg.d too.
# file: pkg/__init__.py
# file: pkg/d.py
y = 1
# file: pkg/near.py
x = 1
# file: pkg/sub/__init__.py
# file: pkg/sub/a.py
from .. import d
from . import b
from .b import g
from ..near import x


def f(): ...
# file: pkg/sub/b.py
import pkg.d


def g():
    from .a import f

    return f, pkg.d.y
# file: tests/test_it.py
from unittest import mock

from pkg import d
from pkg.sub import b
from pkg.sub import a
from pkg.sub.a import f


def test_it():
    with mock.patch("pkg.sub.a.g"):
        return a.f, b, d.y, f
