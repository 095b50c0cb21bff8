# options: {module = "pkg", into = {"pkg.one" = ["f"], "pkg.two" = ["g"]}, leave = "reexport"}
# file: pkg/__init__.py
"""The package."""

import os


def f():
    return os


def g():
    return f()
# file: user.py
import pkg
from pkg import f

pkg.g(), f()
# after
# file: pkg/__init__.py
"""The package."""

import os

from pkg.one import f
from pkg.two import g
# file: pkg/one.py
import os


def f():
    return os
# file: pkg/two.py
from pkg.one import f


def g():
    return f()
# file: user.py
import pkg.two
from pkg.one import f

pkg.two.g(), f()
