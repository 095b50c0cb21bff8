# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...


def g(): ...
# file: user.py
from pkg.a import *

f()
from pkg.a import f, g
# after
# file: pkg/__init__.py
# file: pkg/a.py
def g(): ...
# file: pkg/b.py
def f(): ...
# file: user.py
from pkg.a import *
from pkg.b import f

f()
from pkg.a import g
from pkg.b import f
