# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
# Copyright: somebody.
"""A."""
from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    def modern() -> Later:
        return 1
else:
    def modern():
        return 0

try:
    import missing_thing
except ImportError:
    missing_thing = None
    FAST = False
else:
    FAST = True


class Later:
    pass


print("registered", file=sys.stderr)
# a last word
# file: pkg/b.py
# The opening comment.

VALUE = 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
# The opening comment.

from __future__ import annotations

import sys

VALUE = 1


# Copyright: somebody.

# From `pkg.a`:
# A.

if sys.version_info >= (3, 11):
    def modern() -> Later:
        return 1
else:
    def modern():
        return 0

try:
    import missing_thing
except ImportError:
    missing_thing = None
    FAST = False
else:
    FAST = True


class Later:
    pass


print("registered", file=sys.stderr)
# a last word
