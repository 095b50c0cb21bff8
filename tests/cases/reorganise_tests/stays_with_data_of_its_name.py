# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# file: src/pkg/__init__.py
# file: src/pkg/core/__init__.py
# file: src/pkg/core/cache.py
class Cache:
    pass
# file: tests/__snapshots__/test_cache.ambr
one
# file: tests/test_cache.py
from pkg.core.cache import Cache


def test_cache():
    assert Cache()
