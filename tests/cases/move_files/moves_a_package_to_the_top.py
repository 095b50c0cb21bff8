# options: {move = {"pkg/old" = "new"}}
# file: new_user.py
import pkg.old.sub
import pkg.old.sub as sub
from pkg.old import sub as again
from pkg.old.sub import f


def test():
    return pkg.old.sub.f, sub, again, f, pkg.side.x


import pkg.side
# file: pkg/__init__.py
# file: pkg/old/__init__.py
# file: pkg/old/sub.py
from ..side import x
from . import other
from .other import f
# file: pkg/old/other.py
def f(): ...
# file: pkg/side.py
x = 1
# after
# file: new/__init__.py
# file: new/sub.py
from pkg.side import x
from . import other
from .other import f
# file: new/other.py
def f(): ...
# file: new_user.py
import new.sub, pkg
import new.sub as sub
from new import sub as again
from new.sub import f


def test():
    return new.sub.f, sub, again, f, pkg.side.x


import pkg.side
# file: pkg/__init__.py
# file: pkg/side.py
x = 1
