# options: {rename = {"a.old" = "new"}}
# file: a.py
def old(): ...


__all__ = sorted(name for name in globals() if not name.startswith("_"))
# file: b.py
from a import *

old
# after
# file: a.py
def new(): ...


__all__ = sorted(name for name in globals() if not name.startswith("_"))
# file: b.py
from a import *

new
