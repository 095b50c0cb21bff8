# options: {symbols = ["a.f", "a.C"], into = "b"}
# file: a.py
#!/usr/bin/env python
# Copyright: nobody.

"""A."""

from logging import getLogger
from typing import Generic, TypeVar

T = TypeVar("T")
LOG = getLogger(__name__)
# ---- classes ----


class C(Generic[T]):
    x: T


# ---- functions ----


# about f
def f(x: T) -> T:
    LOG.info("f")
    return x


def g(x: T) -> T:
    LOG.info("g")
    return x
# file: user.py
import a
a.f, a.g
# after
# file: a.py
#!/usr/bin/env python
# Copyright: nobody.

"""A."""

from logging import getLogger
from typing import TypeVar

T = TypeVar("T")
LOG = getLogger(__name__)
# ---- classes ----


# ---- functions ----


def g(x: T) -> T:
    LOG.info("g")
    return x
# file: b.py
# Copyright: nobody.

from logging import getLogger
from typing import Generic, TypeVar

T = TypeVar("T")
LOG = getLogger(__name__)


class C(Generic[T]):
    x: T


# about f
def f(x: T) -> T:
    LOG.info("f")
    return x
# file: user.py
import a
import b
b.f, a.g
