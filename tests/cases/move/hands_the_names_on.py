# options: {symbols = ["pkg.a.f", "pkg.a.Kind"], into = "pkg.b", leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/a.py
"""A."""

import enum


class Kind(enum.Enum):
    A = 1


def f(kind=Kind.A): ...


def g(kind: Kind): ...
# file: user.py
import pkg.a
pkg.a.f(pkg.a.Kind.A)
# after
# file: pkg/__init__.py
# file: pkg/a.py
"""A."""

from pkg.b import Kind as Kind, f as f


def g(kind: Kind): ...
# file: pkg/b.py
import enum


class Kind(enum.Enum):
    A = 1


def f(kind=Kind.A): ...
# file: user.py
import pkg.b
pkg.b.f(pkg.b.Kind.A)
