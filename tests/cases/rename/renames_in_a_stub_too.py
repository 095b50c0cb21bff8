# options: {rename = {"pkg.a.old" = "new"}}
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: pkg/a.pyi
def old() -> None: ...
# file: pkg/b.pyi
from .a import old as old
# file: pkg/b.py
from .a import old
# file: pkg/c.py
from .b import old

old()
# after
# file: pkg/__init__.py
# file: pkg/a.py
def new(): ...
# file: pkg/a.pyi
def new() -> None: ...
# file: pkg/b.pyi
from .a import new as old
# file: pkg/b.py
from .a import new as old
# file: pkg/c.py
from .b import old

old()
