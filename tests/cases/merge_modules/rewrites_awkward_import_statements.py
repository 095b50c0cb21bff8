# options: {from = ["pkg.sub.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/b.py
x = 1
# file: pkg/sub/__init__.py
# file: pkg/sub/a.py
def f():
    return 1


def g():
    return 2
# file: pkg/sub/other.py
from . import (
    a,  # the one
    third,
)
from .a import (f,
    g as h)
if True: from .a import g; import pkg.sub.a as a2; import pkg.sub.a
from \
    .a import f as f2


def inner(pkg):
    return pkg.sub.a.f


print(a.f(), third, f(), h(), g(), a2.f(), pkg.sub.a.f(), f2())
# file: pkg/sub/third.py
import pkg.sub.other as o
import pkg.sub as s


def run():
    return o.a.f(), s.a.g()
# after
# file: pkg/__init__.py
# file: pkg/b.py
x = 1


def f():
    return 1


def g():
    return 2
# file: pkg/sub/__init__.py
# file: pkg/sub/a.py
...
# file: pkg/sub/other.py
from . import (
    third,
)
from .. import b as a  # the one
from ..b import (f,
    g as h)
if True: from ..b import g; import pkg.b as a2; import pkg.b
from \
    ..b import f as f2


def inner(pkg):
    return pkg.sub.a.f


print(a.f(), third, f(), h(), g(), a2.f(), pkg.b.f(), f2())
# file: pkg/sub/third.py
import pkg.sub.other as o
import pkg.sub as s
import pkg.b


def run():
    return o.a.f(), pkg.b.g()
