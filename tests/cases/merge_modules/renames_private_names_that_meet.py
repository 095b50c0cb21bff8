# options: {from = ["pkg.a"], into = "pkg.b", on_collision = "rename-private"}
# file: pkg/__init__.py
# file: pkg/a.py
_cache = {}


def put_a(k, v):
    global _cache
    _cache = {**_cache, k: v}
# file: pkg/b.py
_cache = {}


def put_b(k, v):
    _cache[k] = v
# file: pkg/test_a.py
from pkg import a
from pkg.a import _cache


def look():
    return a._cache, _cache
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
_cache = {}


def put_b(k, v):
    _cache[k] = v


_a_cache = {}


def put_a(k, v):
    global _a_cache
    _a_cache = {**_a_cache, k: v}
# file: pkg/test_a.py
from pkg import b as a
from pkg.b import _a_cache


def look():
    return a._a_cache, _a_cache
