# layout: {source = ["src"], also = ["tests"]}
# notes: no test has to move
# file: src/pkg/__init__.py
# file: src/pkg/cache.py
class Cache:
    pass
# file: tests/test_cache.py
from pkg.cache import Cache


def test_cache():
    assert Cache()
