# options: {moves = {"top.old" = "top.new"}, how = "silent"}
# file: top/__init__.py
from .new.a import A
# file: top/new/__init__.py
# file: top/new/a.py
class A:
    pass
# file: top/new/b.py
class B:
    pass
# after
# file: top/__init__.py
from .new.a import A
from . import old as old
# file: top/new/__init__.py
# file: top/new/a.py
class A:
    pass
# file: top/new/b.py
class B:
    pass
# file: top/old/__init__.py
"""Moved to `top.new`."""

from . import a as a
# file: top/old/a.py
...
# file: top/old/b.py
...
