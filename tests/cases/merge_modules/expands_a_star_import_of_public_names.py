# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import os
import sys as system


def one():
    return os, system


def _hidden():
    pass
# file: pkg/b.py
x = 1
# file: pkg/user.py
from pkg.a import *

print(one, os)
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
import os
import sys as system

x = 1


def one():
    return os, system


def _hidden():
    pass
# file: pkg/user.py
from pkg.b import os, one

print(one, os)
