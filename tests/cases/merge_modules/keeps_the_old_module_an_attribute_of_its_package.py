# options: {from = ["pkg.old", "pkg.silent"], into = "pkg.new", leave = "reexport"}
# file: pkg/__init__.py
from .new import *
from .old import *
from pkg.silent import calm
# file: pkg/new.py
def fresh():
    pass
# file: pkg/old.py
__all__ = ["shown"]


def shown():
    pass


def helper():
    pass
# file: pkg/silent.py
def calm():
    pass
# file: tests/test_old.py
import pkg

pkg.old.helper()
# after
# file: pkg/__init__.py
from .new import *
from . import old as old
from pkg.new import calm
from pkg import silent as silent
# file: pkg/new.py
...
# file: pkg/old.py
...
# file: pkg/silent.py
...
# file: tests/test_old.py
import pkg
import pkg.new

pkg.new.helper()
