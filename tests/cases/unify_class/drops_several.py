# options: {keep = "a.Error", drop = ["b.Error", "c.BadError"], leave = "nothing"}
# notes: `except` takes objects of `a.Error` as well from now on
# file: a.py
class Error(ValueError):
    """Wrong."""
# file: b.py
class Error(ValueError):
    pass


def f():
    raise Error("b")
# file: c.py
class BadError(ValueError):
    """Bad."""


class Worse(BadError):
    pass
# file: user.py
from b import Error, f
from c import BadError

try:
    f()
except Error:
    pass


def g():
    raise BadError
# after
# file: a.py
class Error(ValueError):
    """Wrong."""
# file: b.py
from a import Error


def f():
    raise Error("b")
# file: c.py
from a import Error


class Worse(Error):
    pass
# file: user.py
from b import f
from a import Error, Error as BadError

try:
    f()
except Error:
    pass


def g():
    raise BadError
