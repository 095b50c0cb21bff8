# options: {places = ["pkg.a.f", "pkg.b.g"], into = "pkg.common.joined"}
# file: pkg/__init__.py
# file: pkg/common.py
"""Common things."""

from . import names


def other():
    return names


if __name__ == "__main__":
    other()
# file: pkg/names.py
SIGN = "-"
# file: pkg/a.py
"""A."""

import os

from . import names
from .common import other


def f(parts):
    found = []
    for part in parts:
        found.append(os.path.basename(part))
        found.append(names.SIGN)
    return "".join(found), "a"
# file: pkg/b.py
import os

from . import names


def g(parts):
    found = []
    for part in parts:
        found.append(os.path.basename(part))
        found.append(names.SIGN)
    return "".join(found), "b"
# after
# file: pkg/__init__.py
# file: pkg/a.py
"""A."""

from .common import joined, other


def f(parts):
    return joined(parts, text="a")
# file: pkg/b.py
from .common import joined


def g(parts):
    return joined(parts, text="b")
# file: pkg/common.py
"""Common things."""

import os

from . import names


def other():
    return names


def joined(parts, *, text):
    found = []
    for part in parts:
        found.append(os.path.basename(part))
        found.append(names.SIGN)
    return "".join(found), text


if __name__ == "__main__":
    other()
# file: pkg/names.py
SIGN = "-"
