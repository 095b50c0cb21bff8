# options: {symbols = ["pkg.a.*"], into = "pkg.b", leave = "compat", remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/a.py
"""Old."""
import os

import sys
from os import path


# about f
def f():
    return os, sys, g()

def g():
    return path

f.tag = 1
g()
# file: pkg/b.py
def h():
    return 1
# file: user.py
from pkg.a import f, g
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
import os
import sys
from os import path


def h():
    return 1


# about f
def f():
    return os, sys, g()

def g():
    return path

f.tag = 1
g()
# file: user.py
from pkg.b import f, g
