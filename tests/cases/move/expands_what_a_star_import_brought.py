# options: {symbols = ["pkg.a.f", "pkg.a.unused"], into = "pkg.b"}
# file: pkg/__init__.py
from .a import *
# file: pkg/a.py
def f(): ...


def g(): ...


def unused(): ...
# file: user.py
from pkg.a import *

f()
g()
# file: other.py
from pkg import f, g, unused
# after
# file: other.py
from pkg import f, g, unused
# file: pkg/__init__.py
from .a import *
from .b import f, unused
# file: pkg/a.py
def g(): ...
# file: pkg/b.py
def f(): ...


def unused(): ...
# file: user.py
from pkg.a import *
from pkg.b import f

f()
g()
