# options: {from = ["pkg.a"], into = "pkg.b", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/a.py
"""Areas."""


def area(radius):
    return 3 * radius**2
# file: pkg/b.py
"""Doubling."""


def double(x):
    return x + x
# after
# file: pkg/__init__.py
# file: pkg/b.py
"""Doubling."""


def double(x):
    return x + x


# From `pkg.a`:
# Areas.


def area(radius):
    return 3 * radius**2
