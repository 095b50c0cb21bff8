# options: {from = ["pkg.sub.a"], into = "pkg.other.b"}
# refuses: import-cycle
# file: pkg/__init__.py
from .sub import A
# file: pkg/other/__init__.py
from .c import C
# file: pkg/other/b.py
x = 1
# file: pkg/other/c.py
import pkg.sub.a


class C:
    pass
# file: pkg/sub/__init__.py
from .a import A
# file: pkg/sub/a.py
from pkg import other


class A:
    pass
