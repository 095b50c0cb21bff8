# options: {rename = {"a.old" = "new"}}
# file: a.py
from typing import overload


@overload
def old(x: int) -> int: ...
@overload
def old(x: str) -> str: ...
def old(x):
    return x
# file: b.py
from a import (
    old,  # kept
)


def f(new):
    return old(new)
# file: c.py
from a import old as o, old


def f():
    return o(old(1))


class K:
    from a import old
# file: d.py
try:
    from a import old
except ImportError:
    old = None
# after
# file: a.py
from typing import overload


@overload
def new(x: int) -> int: ...
@overload
def new(x: str) -> str: ...
def new(x):
    return x
# file: b.py
from a import (
    new as old,  # kept
)


def f(new):
    return old(new)
# file: c.py
from a import new as o, new


def f():
    return o(new(1))


class K:
    from a import new as old
# file: d.py
try:
    from a import new as old
except ImportError:
    old = None
