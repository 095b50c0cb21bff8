# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: shared-state
# file: pkg/__init__.py
# file: pkg/a.py
_cache = {}


def put_a(k, v):
    _cache[k] = v
# file: pkg/b.py
_cache = {}


def put_b(k, v):
    _cache[k] = v
