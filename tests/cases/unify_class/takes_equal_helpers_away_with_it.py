# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/core.py
import re

_WORD = re.compile("a+")
LIMIT = 3


def _clean(text):
    return _WORD.sub("", text)


class Cache:
    def get(self, key):
        return _clean(key)[:LIMIT]
# file: pkg/old.py
import re

_WORD = re.compile("a+")
LIMIT = 3


def _clean(text):
    """Without words."""
    return _WORD.sub("", text)


class Cache:
    def get(self, key):
        return _clean(key)[:LIMIT]


def other():
    return LIMIT
# file: user.py
from pkg.old import Cache

Cache().get("b")
# after
# file: pkg/__init__.py
# file: pkg/core.py
import re

_WORD = re.compile("a+")
LIMIT = 3


def _clean(text):
    return _WORD.sub("", text)


class Cache:
    def get(self, key):
        return _clean(key)[:LIMIT]
# file: pkg/old.py
LIMIT = 3


def other():
    return LIMIT
# file: user.py
from pkg.core import Cache

Cache().get("b")
