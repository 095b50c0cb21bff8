# options: {rename = {"pkg.old" = "pkg.new"}, leave = "alias"}
# file: pkg/__init__.py
from .old import old
# file: pkg/old.py
def old(): ...


def _more(): ...
# file: use.py
import pkg
from pkg import old
from pkg.old import old as same

x = old is same is pkg.old
# after
# file: pkg/__init__.py
from .new import old
# file: pkg/new.py
def old(): ...


def _more(): ...
# file: pkg/old.py
...
# file: use.py
import pkg
from pkg import old
from pkg.new import old as same

x = old is same is pkg.old
