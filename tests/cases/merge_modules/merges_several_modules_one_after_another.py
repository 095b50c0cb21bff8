# options: {from = ["pkg.a", "pkg.c"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import os

from .c import base


def first():
    return base(), os
# file: pkg/b.py
"""B."""
# file: pkg/c.py
import os


def base():
    return os
# file: pkg/user.py
from pkg import a, c

print(a.first(), c.base())
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
"""B."""

import os


def first():
    return base(), os


def base():
    return os
# file: pkg/c.py
...
# file: pkg/user.py
from pkg import b as a, b as c

print(a.first(), c.base())
